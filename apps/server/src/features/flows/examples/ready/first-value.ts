import { days, hours, inApp, mail, readyFlow } from "../ready-flow.ts";

export const firstValue = readyFlow({
  key: "first-value-reached",
  name: "First value reached",
  description:
    "The first report is shared: from here on the product is worth something to them. Two ways to make it a habit are compared, at the moment when it is fresh.",
  needs: { events: ["Report Shared", "Report Scheduled", "Signed Up"] },
  templates: [
    inApp({
      key: "schedule-it",
      name: "Let it send itself",
      description: "In the product, an hour after the first shared report.",
      en: {
        title: "Somebody is looking at your report",
        text: "Next month you can save yourself the way here: a schedule sends it by itself, as it is then.",
        url: "https://app.varnbrook.example/schedules",
        actionLabel: "Schedule it",
      },
      de: {
        title: "Jemand sieht sich gerade Ihren Bericht an",
        text: "Nächsten Monat können Sie sich den Weg hierher sparen: Ein Zeitplan versendet ihn von selbst, auf dem Stand von dann.",
        url: "https://app.varnbrook.example/schedules",
        actionLabel: "Zeitplan anlegen",
      },
    }),
    mail({
      key: "schedule-it-mail",
      name: "Let it send itself, by mail",
      description: "By mail, the morning after the first shared report.",
      en: {
        subject: "Your report can send itself",
        preheader: "One minute now, none next month",
        paragraphs: [
          "you shared your first report yesterday. Most people who do that do it again within the month, and most of those let it be sent by itself.",
          "A schedule takes a minute: who gets it, how often, and whether only if something has changed.",
        ],
        action: { label: "Schedule it", url: "https://app.varnbrook.example/schedules" },
      },
      de: {
        subject: "Ihr Bericht kann sich selbst versenden",
        preheader: "Jetzt eine Minute, nächsten Monat keine",
        paragraphs: [
          "gestern haben Sie Ihren ersten Bericht geteilt. Die meisten tun das im selben Monat noch einmal, und die meisten davon lassen ihn von selbst versenden.",
          "Ein Zeitplan braucht eine Minute: wer ihn bekommt, wie oft, und ob nur, wenn sich etwas geändert hat.",
        ],
        action: { label: "Zeitplan anlegen", url: "https://app.varnbrook.example/schedules" },
      },
    }),
  ],
  definition: {
    trigger: { kind: "event", on: { event: "Report Shared" } },
    entry: { who: { did: "Signed Up", within: days(45) }, again: "never" },
    exit: { onGoal: true },
    goal: { event: { event: "Report Scheduled" }, within: days(21) },
    start: "which-way",
    steps: {
      "which-way": {
        kind: "split",
        label: "Where is it said?",
        variants: [
          { key: "product", label: "In the product, an hour later", weight: 1, next: "an-hour" },
          { key: "mail", label: "By mail, in the morning", weight: 1, next: "overnight" },
        ],
      },
      "an-hour": { kind: "wait", label: "An hour", wait: { for: "duration", duration: hours(1) }, next: "product" },
      overnight: { kind: "wait", label: "Twelve hours", wait: { for: "duration", duration: hours(12) }, next: "morning" },
      morning: {
        kind: "wait",
        label: "In the morning",
        wait: { for: "window", from: "08:30", to: "11:00", weekdays: [1, 2, 3, 4, 5] },
        next: "mail",
      },
      product: {
        kind: "message",
        label: "Let it send itself",
        channel: "in_app",
        template: "schedule-it",
        purpose: "service",
        topic: "onboarding",
        expiresAfter: days(3),
        next: null,
      },
      mail: {
        kind: "message",
        label: "Let it send itself",
        channel: "email",
        template: "schedule-it-mail",
        purpose: "service",
        topic: "onboarding",
        expiresAfter: days(3),
        next: null,
      },
    },
  },
});
