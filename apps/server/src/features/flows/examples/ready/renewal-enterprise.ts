import { days, mail, readyFlow } from "../ready-flow.ts";

export const renewalEnterprise = readyFlow({
  key: "renewal-in-60-days",
  name: "Renewal in 60 days: a person talks",
  description:
    "Sixty days before an enterprise account renews, whoever looks after it is given the task to talk, with what happened since. When the date moves, the task moves. Automation only reminds.",
  needs: { events: ["Subscription Renewed"], traits: ["account.renewalAt", "account.tier", "person.role"] },
  templates: [
    mail({
      key: "renewal-what-to-expect",
      name: "What to expect of the renewal",
      description: "To the buyer of an enterprise account, thirty days before it renews.",
      en: {
        subject: "Your renewal: what to expect, and when",
        preheader: "No surprises, and somebody to ask",
        paragraphs: [
          'the plan of {{ account.name | default: "your company" }} renews on {{ account.renewalAt | default: "the agreed day" }}. You will get the quote beforehand, with what has been used and what has not.',
          'If the number of seats has to change, now is a good time to say so: {{ account.csm | default: "your contact with us" }} reads the answer to this message.',
        ],
      },
      de: {
        subject: "Ihre Verlängerung: was wann geschieht",
        preheader: "Keine Überraschungen, und jemand, den Sie fragen können",
        paragraphs: [
          'der Tarif von {{ account.name | default: "Ihrem Unternehmen" }} verlängert sich am {{ account.renewalAt | default: "vereinbarten Tag" }}. Sie bekommen vorher ein Angebot, mit dem, was genutzt wurde und was nicht.',
          'Wenn sich die Zahl der Plätze ändern soll, ist jetzt ein guter Zeitpunkt: {{ account.csm | default: "Ihr Kontakt bei uns" }} liest die Antwort auf diese Nachricht.',
        ],
      },
    }),
  ],
  definition: {
    trigger: { kind: "date", moment: { property: "account.renewalAt", days: -60, at: "09:00" } },
    entry: {
      who: {
        all: [
          { property: "account.tier", op: "eq", value: "enterprise" },
          { property: "person.role", op: "eq", value: "economic buyer" },
        ],
      },
      again: "after",
      after: days(180),
    },
    exit: { on: [{ event: ["Subscription Renewed", "Subscription Cancelled"] }] },
    goal: { event: { event: "Subscription Renewed" }, within: days(75) },
    start: "talk",
    steps: {
      talk: {
        kind: "task",
        label: "Talk about the renewal",
        title: 'Talk with {{ account.name | default: "the account" }} about its renewal',
        why: 'It renews on {{ account.renewalAt | default: "the agreed day" }}. Know before you call: what they use, what they complained about, and who decides.',
        priority: "high",
        due: days(7),
        outcomes: [
          { outcome: "Will renew", next: "thirty-days" },
          { outcome: "At risk", next: "plan" },
          { outcome: "Could not reach them", next: "plan" },
        ],
        timeout: days(14),
        next: "plan",
      },
      plan: {
        kind: "task",
        label: "Agree on what to do",
        title: 'Save the renewal of {{ account.name | default: "the account" }}',
        why: "The talk about the renewal did not happen, or did not go well. Agree with their sponsor on what has to be different until the date.",
        priority: "urgent",
        due: days(5),
        next: "thirty-days",
      },
      "thirty-days": {
        kind: "wait",
        label: "Until 30 days before",
        wait: { for: "date", moment: { property: "account.renewalAt", days: -30, at: "10:00" } },
        next: "tell",
      },
      tell: {
        kind: "message",
        label: "What to expect",
        channel: "email",
        template: "renewal-what-to-expect",
        purpose: "service",
        topic: "renewal",
        priority: 8,
        stakes: "medium",
        expiresAfter: days(7),
        next: null,
      },
    },
  },
});
