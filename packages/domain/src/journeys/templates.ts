import { journeyDefinitionSchema, type EventMatch, type JourneyDefinition } from "@throughline/contract";

/** In touch with us, on any channel that a customer may choose. */
const contacts: EventMatch[] = [
  {
    event: ["Conversation Started", "Ticket Opened", "Ticket Reopened", "Call Started"],
    where: { property: "event.$actor", op: "eq", value: "customer" },
  },
];
const conversation: EventMatch[] = [
  {
    event: [
      "Message Received",
      "Message Sent",
      "Conversation Handed Over",
      "Conversation Closed",
      "Ticket Replied",
      "Ticket Settled",
      "Call Ended",
      "Call Abandoned",
    ],
  },
];
const friction: EventMatch[] = [
  {
    event: [
      "Rage Click",
      "Dead Click",
      "Error Click",
      "U-Turn",
      "Slow Page",
      "Form Abandoned",
      "Form Error",
      "Request Failed",
      "Uncaught Error",
    ],
  },
];
const settled = { property: "event.settled", op: "eq", value: true } as const;
const unsettled = { property: "event.settled", op: "eq", value: false } as const;
const isRenewal = { property: "event.topic", op: "eq", value: "renewal" } as const;
const cancelled: EventMatch = { event: "Subscription Cancelled" };
const days = (value: number) => ({ value, unit: "day" }) as const;
const stage = (key: string, name: string, ...matches: EventMatch[]) => ({ key, name, matches });

const onboarding = {
  key: "onboarding",
  name: "Onboarding",
  description: "From signing up to sharing the first result.",
  entry: { event: "Signed Up" },
  stages: [
    stage("signed-up", "Signed up", { event: ["Signed Up", "Email Verified", "Workspace Created"] }),
    stage("connect-data", "Connect data", { event: ["Data Source Connected", "Data Source Failed"] }),
    stage("verify-domain", "Verify domain", { event: ["Domain Verification Started", "Domain Verification Failed"] }),
    stage("domain-verified", "Domain verified", { event: "Domain Verification Completed" }),
    stage("first-report", "First report", { event: "Report Created" }),
  ],
  goal: [{ event: "Report Shared" }],
  failures: [{ key: "cancelled", name: "Cancelled", match: cancelled }],
  window: days(30),
  contacts,
  conversation,
  friction,
  targets: { completion: 0.6, timeMedian: 5 * 86_400, contacts: 0.2 },
};

const complaint = {
  key: "complaint-resolution",
  name: "Complaint resolution",
  description: "From getting in touch, on whatever channel, to a settled matter.",
  entry: contacts[0],
  stages: [
    stage("asked", "Asked", ...contacts),
    stage("assistant", "Assistant", { event: "Message Sent", where: { property: "event.$actor", op: "eq", value: "bot" } }),
    stage("handed-over", "Handed over", { event: "Conversation Handed Over" }),
    stage("with-a-person", "With a person", {
      event: ["Message Sent", "Ticket Replied", "Call Ended"],
      where: { property: "event.$actor", op: "eq", value: "agent" },
    }),
    stage("unsettled", "Closed, not settled", { event: "Conversation Closed", where: unsettled }, { event: "Call Abandoned" }),
  ],
  goal: [{ event: ["Conversation Closed", "Call Ended"], where: settled }, { event: "Ticket Settled" }],
  failures: [
    {
      key: "went-public",
      name: "Went public",
      match: { event: ["Review Posted"], where: { property: "event.rating", op: "lte", value: 2 } },
    },
    { key: "cancelled", name: "Cancelled", match: cancelled },
  ],
  window: days(14),
  contacts,
  conversation,
  friction: [],
  targets: { completion: 0.9, timeMedian: 86_400, repeatContact: 0.1, repeats: 0.1 },
};

const renewal = {
  key: "renewal",
  name: "Renewal",
  description: "From the notice to the renewed subscription.",
  by: "account",
  entry: { event: "Email Sent", where: { property: "event.template", op: "eq", value: "renewal-notice" } },
  stages: [
    stage("notice", "Notice", { event: "Email Sent", where: { property: "event.template", op: "eq", value: "renewal-notice" } }),
    stage("talk", "Talk", { event: ["Call Started", "Call Ended", "Call Not Answered"], where: isRenewal }),
    stage("quote-sent", "Quote sent", { event: "Renewal Quote Sent" }),
    stage("quote-viewed", "Quote viewed", { event: "Renewal Quote Viewed" }),
    stage("quote-accepted", "Quote accepted", { event: "Renewal Quote Accepted" }),
  ],
  goal: [{ event: "Subscription Renewed" }],
  failures: [{ key: "cancelled", name: "Cancelled", match: cancelled }],
  window: days(75),
  contacts,
  conversation,
  friction: [],
  revenue: { match: { event: "Renewal Quote Accepted" }, property: "event.amount" },
  targets: { completion: 0.9 },
};

const purchase = {
  key: "purchase",
  name: "Purchase",
  description: "From wanting to buy to having paid.",
  entry: { event: ["Upgrade Clicked", "Checkout Started"] },
  stages: [
    stage("wants-to-buy", "Wants to buy", { event: "Upgrade Clicked" }),
    stage("checkout", "Checkout", { event: "Checkout Started" }),
    stage("payment-problem", "Payment problem", { event: ["Payment Form Failed", "Invoice Payment Failed"] }),
    stage("left-checkout", "Left the checkout", { event: "Form Abandoned", where: { property: "event.form", op: "eq", value: "payment" } }),
  ],
  goal: [{ event: "Checkout Completed" }],
  failures: [{ key: "trial-ended", name: "Trial ended", match: { event: "Trial Ended" } }],
  window: days(7),
  contacts,
  conversation,
  friction: [{ event: ["Payment Form Failed"] }, ...friction],
  revenue: { match: { event: "Checkout Completed" }, property: "event.amount" },
  targets: { completion: 0.7, timeMedian: 1_800 },
};

/** Journeys to begin with; each can be changed once it is created. */
export const journeyTemplates: readonly JourneyDefinition[] = [onboarding, complaint, renewal, purchase].map((one) =>
  journeyDefinitionSchema.parse(one),
);
