import { days, hours, inApp, mail, readyFlow } from "../ready-flow.ts";

const upgrades = ["Upgrade Clicked", "Checkout Completed", "Subscription Upgraded"];

export const usageLimitNear = readyFlow({
  key: "usage-limit-near",
  name: "Usage limit near",
  description:
    "The plan's limit comes near, or holds deliveries back already. Those who look after the account are told where they are, before it hurts, and what the next plan would change; everybody else is left alone.",
  needs: { events: ["Plan Limit Near", "Plan Limit Reached"], traits: ["person.role", "account.usagePercent"] },
  templates: [
    inApp({
      key: "limit-near",
      name: "The limit comes near",
      description: "In the product, to those who look after the account.",
      en: {
        title: 'You have used {{ account.usagePercent | default: "most" }} % of your deliveries',
        text: "What is over the limit waits until next month. You can see which reports use most, or move to a plan with ten times as many.",
        url: "https://app.varnbrook.example/settings/billing",
        actionLabel: "See what uses them",
      },
      de: {
        title: 'Sie haben {{ account.usagePercent | default: "die meisten" }} % Ihrer Zustellungen verbraucht',
        text: "Was darüber hinausgeht, wartet bis zum nächsten Monat. Sehen Sie nach, welche Berichte am meisten brauchen, oder wechseln Sie zu einem Tarif mit zehnmal so vielen.",
        url: "https://app.varnbrook.example/settings/billing",
        actionLabel: "Nachsehen",
      },
    }),
    mail({
      key: "limit-and-next-plan",
      name: "What the next plan changes",
      description: "To admins and buyers of accounts at their limit who did not look yet.",
      en: {
        subject: "Your reports are about to wait for next month",
        preheader: "Where you are, and two ways on",
        paragraphs: [
          '{{ account.name | default: "Your company" }} is at {{ account.usagePercent | default: "nearly 100" }} % of the deliveries in its plan. Beyond that, scheduled reports wait.',
          "You can keep to the plan: switching a few daily reports to weekly is often enough. Or the next plan gives you ten times as many.",
        ],
        action: { label: "Compare both", url: "https://www.varnbrook.example/pricing" },
      },
      de: {
        subject: "Ihre Berichte müssen bald bis zum nächsten Monat warten",
        preheader: "Wo Sie stehen, und zwei Wege weiter",
        paragraphs: [
          '{{ account.name | default: "Ihr Unternehmen" }} ist bei {{ account.usagePercent | default: "fast 100" }} % der Zustellungen seines Tarifs. Was darüber hinausgeht, wartet.',
          "Sie können bei dem Tarif bleiben: Oft genügt es, einige tägliche Berichte wöchentlich zu senden. Oder der nächste Tarif gibt Ihnen zehnmal so viele.",
        ],
        action: { label: "Beides vergleichen", url: "https://www.varnbrook.example/pricing" },
      },
    }),
  ],
  definition: {
    trigger: { kind: "event", on: { event: ["Plan Limit Near", "Plan Limit Reached"] } },
    entry: {
      who: { property: "person.role", op: "in", value: ["admin", "economic buyer", "power user"] },
      again: "after",
      after: days(60),
    },
    exit: { on: [{ event: "Subscription Cancelled" }] },
    goal: { event: { event: upgrades }, within: days(30) },
    start: "in-the-product",
    steps: {
      "in-the-product": {
        kind: "message",
        label: "Where they are",
        channel: "in_app",
        template: "limit-near",
        purpose: "service",
        topic: "usage",
        priority: 6,
        expiresAfter: days(2),
        next: "two-days",
      },
      "two-days": {
        kind: "wait",
        label: "Two days",
        wait: { for: "event", event: { event: upgrades }, timeout: days(2) },
        next: "seen",
        timedOut: "morning",
      },
      morning: {
        kind: "wait",
        label: "In the morning",
        wait: { for: "window", from: "09:00", to: "11:30", weekdays: [1, 2, 3, 4] },
        next: "how-it-is-said",
      },
      "how-it-is-said": {
        kind: "split",
        label: "By mail, or not at all?",
        variants: [
          { key: "mail", label: "A mail with both ways on", weight: 1, next: "mail" },
          { key: "nothing", label: "Nothing more", weight: 1, next: null },
        ],
      },
      mail: {
        kind: "message",
        label: "What the next plan changes",
        channel: "email",
        template: "limit-and-next-plan",
        purpose: "promotional",
        topic: "plans",
        priority: 5,
        value: 2,
        expiresAfter: hours(72),
        goal: { event: { event: upgrades }, within: days(7) },
        next: null,
      },
      seen: { kind: "exit", label: "They have looked", reason: "They look at the next plan by themselves." },
    },
  },
});
