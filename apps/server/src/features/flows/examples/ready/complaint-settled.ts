import { usesProduct } from "../../../sample-content/index.ts";
import { days, hours, mail, readyFlow } from "../ready-flow.ts";

const settled = { not: { property: "event.settled", op: "eq", value: false } } as const;

export const complaintSettled = readyFlow({
  key: "complaint-settled",
  name: "Complaint settled: ask for the effort",
  description:
    "A matter is settled and stays so for a day: then, and not before, one question about how easy it was. Who comes back within the day is not asked. What counts is that asking costs nothing: whether they use the product afterwards.",
  needs: { events: ["Ticket Settled", "Conversation Closed", "Ticket Reopened"] },
  templates: [
    mail({
      key: "how-easy-was-it",
      name: "How easy was it?",
      description: "One question about effort, a day after a matter was settled.",
      en: {
        subject: "One question: how easy was it?",
        preheader: "From 1 to 7, one click",
        paragraphs: [
          "we take it that your question{% if event.properties.topic %} about {{ event.properties.topic }}{% endif %} is settled. If it is not, just answer this message: it goes to whoever handled it.",
          "“The company made it easy for me to get this settled.” From 1 (not at all) to 7 (entirely):",
        ],
        action: { label: "Answer with one click", url: "https://www.varnbrook.example/effort" },
      },
      de: {
        subject: "Eine Frage: Wie leicht war es?",
        preheader: "Von 1 bis 7, ein Klick",
        paragraphs: [
          "wir gehen davon aus, dass Ihre Frage geklärt ist. Wenn nicht, antworten Sie einfach auf diese Nachricht: Sie geht an die Person, die sie bearbeitet hat.",
          "„Das Unternehmen hat es mir leicht gemacht, das zu klären.“ Von 1 (gar nicht) bis 7 (völlig):",
        ],
        action: { label: "Mit einem Klick antworten", url: "https://www.varnbrook.example/effort" },
      },
    }),
  ],
  definition: {
    trigger: { kind: "event", on: { event: ["Ticket Settled", "Conversation Closed"], where: settled } },
    entry: { again: "after", after: days(60) },
    exit: { on: [{ event: ["Ticket Reopened", "Conversation Started", "Ticket Opened"] }], onGoal: false },
    goal: { event: { event: usesProduct }, within: days(14) },
    start: "a-day",
    steps: {
      "a-day": { kind: "wait", label: "Does it stay settled for a day?", wait: { for: "duration", duration: days(1) }, next: "ask" },
      ask: {
        kind: "message",
        label: "How easy was it?",
        channel: "email",
        template: "how-easy-was-it",
        touch: "survey",
        purpose: "survey",
        topic: "effort",
        priority: 4,
        expiresAfter: days(3),
        goal: { event: { event: "Survey Answered" }, within: days(7) },
        next: "answer",
      },
      answer: {
        kind: "wait",
        label: "A bad answer?",
        wait: {
          for: "event",
          event: {
            event: "Survey Answered",
            where: {
              all: [
                { property: "event.kind", op: "eq", value: "ces" },
                { property: "event.score", op: "lte", value: 3 },
              ],
            },
          },
          timeout: days(7),
        },
        next: "call",
        timedOut: null,
      },
      call: {
        kind: "task",
        label: "Find out what was hard",
        title: 'Ask {{ person.firstName | default: "them" }} what made it hard',
        why: "Their matter is settled, and they said that it was not easy. What was asked twice, and who had to be chased?",
        due: hours(48),
        next: null,
      },
    },
  },
});
