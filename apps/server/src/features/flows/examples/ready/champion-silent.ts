import { usesProduct } from "../../../sample-content/index.ts";
import { days, readyFlow } from "../ready-flow.ts";

export const championSilent = readyFlow({
  key: "champion-silent",
  name: "Champion silent",
  description:
    "Whoever carried the product inside an account (twenty times or more in the last three months) has not been seen for two weeks. Nothing is sent: a person finds out whether it is a holiday, a new job or a decision, before the renewal does.",
  needs: { events: ["Report Viewed", "Dashboard Viewed"], traits: ["person.role", "account.tier", "account.renewalAt"] },
  templates: [],
  definition: {
    trigger: {
      kind: "schedule",
      every: "day",
      at: "07:30",
      who: {
        all: [
          { property: "person.role", op: "in", value: ["power user", "admin"] },
          { property: "account.tier", op: "in", value: ["growth", "enterprise"] },
          { did: usesProduct, count: { gte: 20 }, within: days(90) },
          { not: { did: usesProduct, within: days(14) } },
        ],
      },
    },
    entry: { again: "after", after: days(120) },
    exit: { on: [{ event: "Subscription Cancelled" }] },
    goal: { event: { event: usesProduct }, within: days(30) },
    holdout: 0,
    start: "find-out",
    steps: {
      "find-out": {
        kind: "task",
        label: "Find out what happened",
        title: '{{ person.firstName | default: "The champion" }} of {{ account.name | default: "an account" }} has gone silent',
        why: 'They used the product twenty times or more in three months, and not once in the last two weeks. The account renews on {{ account.renewalAt | default: "a day that we do not know" }}. Call them, or whoever they work with.',
        priority: "high",
        due: days(3),
        outcomes: [
          { outcome: "Away, and coming back", next: "patience" },
          { outcome: "Has left the company", next: "successor" },
          { outcome: "Unhappy", next: "successor" },
        ],
        timeout: days(10),
        next: null,
      },
      patience: {
        kind: "wait",
        label: "Are they back within three weeks?",
        wait: { for: "event", event: { event: usesProduct }, timeout: days(21) },
        next: "back",
        timedOut: "successor",
      },
      successor: {
        kind: "task",
        label: "Find a new sponsor",
        title: 'Find somebody else who carries it at {{ account.name | default: "the account" }}',
        why: "Their champion is gone, or does not want it any more. Without another one the renewal is decided by somebody who has never used it.",
        priority: "urgent",
        due: days(7),
        next: null,
      },
      back: { kind: "exit", label: "They are back", reason: "They use the product again." },
    },
  },
});
