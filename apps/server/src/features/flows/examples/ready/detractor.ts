import { usesProduct } from "../../../sample-content/index.ts";
import { days, hours, mail, readyFlow } from "../ready-flow.ts";

const detracts = {
  all: [
    { property: "event.kind", op: "eq", value: "nps" },
    { property: "event.score", op: "lte", value: 6 },
  ],
} as const;

export const detractor = readyFlow({
  key: "detractor-follow-up",
  name: "Detractor follow-up",
  description:
    "Somebody would not recommend us. Enterprise accounts are called by a person who knows what they said; the others get an honest answer, once a person has read it. Nobody is asked to answer again.",
  needs: { events: ["Survey Answered"], traits: ["account.tier"] },
  templates: [
    mail({
      key: "we-read-your-answer",
      name: "We read your answer",
      description: "To people who would not recommend us, after somebody has read what they said.",
      en: {
        subject: "We read what you wrote",
        preheader: "And what happens with it",
        paragraphs: [
          'you gave us {{ event.properties.score | default: "few" }} of 10 points.{% if event.properties.comment %} You wrote: “{{ event.properties.comment }}”{% endif %}',
          "Thank you for not being polite about it. It has been read by a person, not sorted by a machine, and has gone to the team that it is about.",
          "If you would like to talk about it, answer this message and we will call you. If not, you will not be asked again.",
        ],
      },
      de: {
        subject: "Wir haben gelesen, was Sie geschrieben haben",
        preheader: "Und was damit geschieht",
        paragraphs: [
          'Sie haben uns {{ event.properties.score | default: "wenige" }} von 10 Punkten gegeben.{% if event.properties.comment %} Sie schrieben: „{{ event.properties.comment }}“{% endif %}',
          "Danke, dass Sie nicht höflich waren. Ein Mensch hat es gelesen, keine Maschine sortiert, und es liegt bei dem Team, um das es geht.",
          "Wenn Sie darüber sprechen möchten, antworten Sie auf diese Nachricht, und wir rufen Sie an. Wenn nicht, fragen wir nicht noch einmal.",
        ],
      },
    }),
  ],
  definition: {
    trigger: { kind: "event", on: { event: "Survey Answered", where: detracts } },
    entry: { again: "after", after: days(90) },
    exit: { onGoal: false },
    goal: { event: { event: usesProduct }, within: days(30) },
    start: "how-large",
    steps: {
      "how-large": {
        kind: "branch",
        label: "An enterprise account?",
        cases: [{ label: "Enterprise", when: { property: "account.tier", op: "eq", value: "enterprise" }, next: "call" }],
        otherwise: "read",
      },
      call: {
        kind: "task",
        label: "Call them",
        title: 'Call {{ person.firstName | default: "them" }} about the {{ event.properties.score | default: "bad" }} they gave us',
        why: "{% if event.properties.comment %}They wrote: “{{ event.properties.comment }}”{% else %}They did not say why.{% endif %} Listen first; do not ask for a better score.",
        priority: "high",
        due: days(2),
        outcomes: [
          { outcome: "Talked", next: null },
          { outcome: "Could not reach them", next: "read" },
        ],
        timeout: days(7),
        next: "read",
      },
      read: {
        kind: "approval",
        label: "Somebody reads it first",
        title: 'Read the answer of {{ person.firstName | default: "a detractor" }} and let the message go',
        why: '{{ event.properties.score | default: "Few" }} of 10.{% if event.properties.comment %} “{{ event.properties.comment }}”{% endif %} The message says that a person has read this: be that person.',
        due: hours(24),
        timeout: days(3),
        approved: "answer",
        refused: null,
      },
      answer: {
        kind: "message",
        label: "We read your answer",
        channel: "email",
        template: "we-read-your-answer",
        purpose: "service",
        topic: "feedback",
        priority: 6,
        expiresAfter: days(5),
        next: null,
      },
    },
  },
});
