import { isObject, type JsonObject } from "../collect/message.ts";

export const matterKinds = ["conversation", "complaint", "bounce", "unsubscribe"] as const;
export type MatterKind = (typeof matterKinds)[number];
export const scoreKinds = ["nps", "csat", "ces", "review"] as const;
export type ScoreKind = (typeof scoreKinds)[number];

/** What an interaction says about a matter between a person and us. `noted`: there is news, it is as open as it was. */
export type MatterSignal = { matter: MatterKind; key: string; effect: "opened" | "settled" | "noted" };
export type ScoreSignal = { score: ScoreKind; value: number };
export type Signal = MatterSignal | ScoreSignal;

type Said = { name: string; actor: string; properties: JsonObject };

const text = (properties: JsonObject, name: string): string => {
  const value = properties[name];
  return typeof value === "string" ? value.slice(0, 200) : typeof value === "number" ? String(value) : "";
};
const conversationKey = ({ properties }: Said): string => `conversation ${text(properties, "conversationId")}`;
const ticketKey = ({ properties }: Said): string => `ticket ${text(properties, "ticketId")}`;
const callKey = ({ properties }: Said): string => `call ${text(properties, "callId")}`;
const reviewKey = ({ properties }: Said): string => `review ${text(properties, "reviewId")}`;

/** Customers and the systems between us say that it is one in several fields. */
const isComplaint = ({ properties }: Said): boolean =>
  properties["complaint"] === true ||
  ["kind", "type", "category", "topic"].some((name) => text(properties, name).toLowerCase() === "complaint");

/** Opens a conversation, and a complaint where it is one. */
const opens = (said: Said, key: string, alsoComplaint = isComplaint(said)): Signal[] => [
  { matter: "conversation", key, effect: "opened" },
  ...(alsoComplaint ? [{ matter: "complaint", key, effect: "opened" } as const] : []),
];
/** Ends both, unless it says `settled: false`: then it is closed, but the matter is not. */
const ends = ({ properties }: Said, key: string): Signal[] => {
  const effect = properties["settled"] === false ? "opened" : "settled";
  return [
    { matter: "conversation", key, effect },
    { matter: "complaint", key, effect: effect === "settled" ? "settled" : "noted" },
  ];
};
const notes = (key: string): Signal[] => [
  { matter: "conversation", key, effect: "noted" },
  { matter: "complaint", key, effect: "noted" },
];
const byCustomer = (said: Said): boolean => said.actor === "customer";

/** A review of so many stars or fewer is a complaint, until somebody answers it. */
const badReview = 2;
const review = (said: Said): Signal[] => {
  const rating = said.properties["rating"];
  if (typeof rating !== "number" || !Number.isFinite(rating)) return [];
  const score: Signal = { score: "review", value: rating };
  return rating <= badReview ? [score, { matter: "complaint", key: reviewKey(said), effect: "opened" }] : [score];
};
const survey = ({ properties }: Said): Signal[] => {
  const [kind, score] = [properties["kind"], properties["score"]];
  return scoreKinds.includes(kind as ScoreKind) && typeof score === "number" && Number.isFinite(score)
    ? [{ score: kind as ScoreKind, value: score }]
    : [];
};
const complaintKey = ({ properties }: Said): string => `complaint ${text(properties, "complaintId")}`;
const complains = (said: Said): Signal[] => [{ matter: "complaint", key: complaintKey(said), effect: "opened" }];
const complaintEnds = (said: Said): Signal[] => [{ matter: "complaint", key: complaintKey(said), effect: "settled" }];
const mailArrives = (): Signal[] => [{ matter: "bounce", key: "email", effect: "settled" }];
const topicOf = ({ properties }: Said): string => text(properties, "topic") || text(properties, "kind") || "marketing";
const leavesTopic = (said: Said): Signal[] => [{ matter: "unsubscribe", key: topicOf(said).slice(0, 64), effect: "opened" }];
const joinsTopic = (said: Said): Signal[] => [{ matter: "unsubscribe", key: topicOf(said).slice(0, 64), effect: "settled" }];

/** Names of interactions → what they say. A reopened ticket is a complaint: somebody said that it was settled, and it was not. */
const readers: Readonly<Record<string, (said: Said) => Signal[]>> = {
  "Conversation Started": (said) => opens(said, conversationKey(said)),
  "Conversation Reopened": (said) => opens(said, conversationKey(said), true),
  "Message Received": (said) => (byCustomer(said) ? opens(said, conversationKey(said)) : []),
  "Message Sent": (said) => ("conversationId" in said.properties ? notes(conversationKey(said)) : []),
  "Conversation Handed Over": (said) => notes(conversationKey(said)),
  "Conversation Closed": (said) => ends(said, conversationKey(said)),
  "Conversation Settled": (said) => ends(said, conversationKey(said)),
  "Ticket Opened": (said) => opens(said, ticketKey(said)),
  "Ticket Reopened": (said) => opens(said, ticketKey(said), true),
  "Ticket Replied": (said) => notes(ticketKey(said)),
  "Ticket Settled": (said) => ends(said, ticketKey(said)),
  "Ticket Closed": (said) => ends(said, ticketKey(said)),
  "Call Started": (said) => (byCustomer(said) ? opens(said, callKey(said)) : []),
  "Call Ended": (said) => ends(said, callKey(said)),
  "Call Abandoned": (said) => (byCustomer(said) ? opens(said, callKey(said)) : notes(callKey(said))),
  "Complaint Opened": complains,
  "Complaint Submitted": complains,
  "Complaint Settled": complaintEnds,
  "Complaint Resolved": complaintEnds,
  "Complaint Closed": complaintEnds,
  "Review Posted": review,
  "Review Answered": (said) => [{ matter: "complaint", key: reviewKey(said), effect: "settled" }],
  "Survey Answered": survey,
  "Email Bounced": ({ properties }) => (properties["bounce"] === "soft" ? [] : [{ matter: "bounce", key: "email", effect: "opened" }]),
  "Email Delivered": mailArrives,
  "Email Opened": mailArrives,
  "Email Clicked": mailArrives,
  "Email Unsubscribed": leavesTopic,
  "Email Complained": leavesTopic,
  "Email Resubscribed": joinsTopic,
};

/** Names of the interactions that give scores. */
export const scoringEvents: readonly string[] = ["Survey Answered", "Review Posted"];
/** Names of the interactions that say something about open matters or scores. */
export const signalNames: readonly string[] = Object.keys(readers);

/** What an interaction says about what is open between a person and us, and how content they are. Mostly nothing. */
export function signalsOf(said: Said): Signal[] {
  const read = Object.hasOwn(readers, said.name) ? readers[said.name] : undefined;
  return read && isObject(said.properties) ? read(said) : [];
}
