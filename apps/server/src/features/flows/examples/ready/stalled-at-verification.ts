import { days, mail, readyFlow } from "../ready-flow.ts";

export const stalledAtVerification = readyFlow({
  key: "stalled-at-verification",
  name: "Stalled at verification",
  description:
    "Somebody has tried to verify their domain, failed, and is still there a day later. They get the one record that is mostly missing; who is stuck three days later is called by somebody who can look at it with them.",
  needs: {
    events: ["Domain Verification Failed", "Domain Verification Completed"],
    stages: [{ journey: "onboarding", stage: "verify-domain" }],
  },
  templates: [
    mail({
      key: "verification-help",
      name: "Help with the domain",
      description: "To people who are stalled at the verification of their domain.",
      en: {
        subject: "Your domain is one record away",
        preheader: "What mostly stands in the way, and how to check it",
        paragraphs: [
          "your domain is not verified yet. Nine times out of ten the record is there, but at the wrong place: it has to stand at the name that we show, without your domain added a second time.",
          "If you run your own name servers, it can take an hour until we see it. You need not stay on the page: we look again by ourselves.",
          "Just answer this message if you are stuck. A person reads it.",
        ],
        action: { label: "Check the record", url: "https://app.varnbrook.example/onboarding/domain" },
      },
      de: {
        subject: "Ihrer Domain fehlt nur noch ein Eintrag",
        preheader: "Woran es meistens liegt, und wie Sie es prüfen",
        paragraphs: [
          "Ihre Domain ist noch nicht bestätigt. In neun von zehn Fällen ist der Eintrag da, steht aber am falschen Ort: Er muss genau unter dem Namen stehen, den wir zeigen, ohne dass Ihre Domain noch einmal angehängt ist.",
          "Mit eigenen Nameservern kann es eine Stunde dauern, bis wir ihn sehen. Sie müssen nicht auf der Seite bleiben: Wir schauen selbst wieder nach.",
          "Antworten Sie einfach auf diese Nachricht, wenn Sie nicht weiterkommen. Ein Mensch liest sie.",
        ],
        action: { label: "Eintrag prüfen", url: "https://app.varnbrook.example/onboarding/domain" },
      },
    }),
  ],
  definition: {
    trigger: { kind: "stage", journey: "onboarding", stage: "verify-domain", on: "stalled", after: days(1) },
    entry: { who: { did: "Domain Verification Failed", within: days(14) }, again: "after", after: days(30) },
    exit: { on: [{ event: "Domain Verification Completed" }], onGoal: true },
    goal: { event: { event: "Domain Verification Completed" }, within: days(14) },
    start: "help",
    steps: {
      help: {
        kind: "message",
        label: "What mostly stands in the way",
        channel: "email",
        template: "verification-help",
        purpose: "service",
        topic: "onboarding",
        priority: 7,
        expiresAfter: days(2),
        goal: { event: { event: "Domain Verification Completed" }, within: days(3) },
        next: "patience",
      },
      patience: {
        kind: "wait",
        label: "Three days to try it",
        wait: { for: "event", event: { event: "Domain Verification Completed" }, timeout: days(3) },
        next: "solved",
        timedOut: "call",
      },
      call: {
        kind: "task",
        label: "Look at it together",
        title: 'Help {{ person.firstName | default: "them" }} verify their domain',
        why: "They failed to verify their domain, and the message about it did not help. Without it nobody can be sent a report, and that is where most who are new give up.",
        priority: "high",
        due: days(1),
        outcomes: [
          { outcome: "Verified with them", next: "solved" },
          { outcome: "Could not reach them", next: null },
          { outcome: "They gave up", next: null },
        ],
        timeout: days(5),
        next: null,
      },
      solved: { kind: "exit", label: "Solved", reason: "Their domain is verified." },
    },
    mostVisits: 3,
  },
});
