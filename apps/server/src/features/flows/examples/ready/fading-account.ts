import { usesProduct } from "../../../sample-content/index.ts";
import { days, mail, readyFlow } from "../ready-flow.ts";

export const fadingAccount = readyFlow({
  key: "fading-account",
  name: "Fading account",
  description:
    "Somebody who builds reports has been there less and less: at least eight times in the weeks before, at most once in the last two. In a paying account that is how it ends. Enterprise accounts go to a person at once; the others are asked first what is missing.",
  needs: { events: ["Report Viewed", "Dashboard Viewed"], traits: ["person.role", "account.tier"] },
  templates: [
    mail({
      key: "we-miss-your-reports",
      name: "What is missing?",
      description: "To people of paying accounts who use the product less and less.",
      en: {
        subject: "Is there something that your reports do not tell you?",
        preheader: "Two lines from you would help us more than any statistic",
        paragraphs: [
          'you used to look at the reports of {{ account.name | default: "your company" }} most days, and lately you have not. That may be a quiet month. It may also be that something got in the way.',
          "If it is the second, two lines in answer to this message are enough. Somebody who can change it reads them.",
        ],
      },
      de: {
        subject: "Fehlt Ihnen etwas in Ihren Berichten?",
        preheader: "Zwei Zeilen von Ihnen helfen uns mehr als jede Statistik",
        paragraphs: [
          'Sie haben die Berichte von {{ account.name | default: "Ihrem Unternehmen" }} sonst fast täglich angesehen, zuletzt kaum noch. Vielleicht ist es ein ruhiger Monat. Vielleicht ist Ihnen auch etwas in die Quere gekommen.',
          "Dann genügen zwei Zeilen als Antwort auf diese Nachricht. Sie liest jemand, der etwas ändern kann.",
        ],
      },
    }),
  ],
  definition: {
    trigger: {
      kind: "schedule",
      every: "week",
      weekday: 2,
      at: "09:00",
      who: {
        all: [
          { property: "person.role", op: "in", value: ["power user", "admin"] },
          { property: "account.tier", op: "in", value: ["starter", "growth", "enterprise"] },
          { did: usesProduct, count: { gte: 8 }, within: days(56) },
          { did: usesProduct, count: { lte: 1 }, within: days(14) },
        ],
      },
    },
    entry: { again: "after", after: days(90) },
    exit: { on: [{ event: "Subscription Cancelled" }] },
    goal: { event: { event: usesProduct }, within: days(21) },
    start: "how-large",
    steps: {
      "how-large": {
        kind: "branch",
        label: "An enterprise account?",
        cases: [{ label: "Enterprise", when: { property: "account.tier", op: "eq", value: "enterprise" }, next: "talk" }],
        otherwise: "ask",
      },
      ask: {
        kind: "message",
        label: "What is missing?",
        channel: "email",
        template: "we-miss-your-reports",
        purpose: "service",
        topic: "product-use",
        priority: 6,
        expiresAfter: days(3),
        next: "a-week",
        held: "talk",
        heldIs: "edge",
      },
      "a-week": {
        kind: "wait",
        label: "Are they back within a week?",
        wait: { for: "event", event: { event: usesProduct }, timeout: days(7) },
        next: "back",
        timedOut: "talk",
      },
      talk: {
        kind: "task",
        label: "Find out why",
        title:
          'Find out why {{ person.firstName | default: "they" }} of {{ account.name | default: "a fading account" }} comes less and less',
        why: "They used the product at least eight times in eight weeks, and at most once in the last two. Nobody has cancelled yet.",
        priority: "high",
        due: days(2),
        outcomes: [
          { outcome: "Saved", next: null },
          { outcome: "They will leave", next: null },
          { outcome: "A false alarm", next: null },
        ],
        timeout: days(14),
        next: null,
      },
      back: { kind: "exit", label: "They are back", reason: "They use the product again." },
    },
  },
});
