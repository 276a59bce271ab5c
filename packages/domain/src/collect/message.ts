/** The six calls of the Segment specification; every protocol that we take is brought into this form first. */
export const messageTypes = ["track", "page", "screen", "identify", "group", "alias"] as const;
export type MessageType = (typeof messageTypes)[number];

export type JsonObject = { [key: string]: unknown };
export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** A message that was checked: whatever else its sender put in is left out. Times are milliseconds since 1970. */
export type Message = {
  type: MessageType;
  messageId: string;
  userId: string | null;
  anonymousId: string | null;
  /** The event's name for `track`, the page's or screen's name where given. */
  name: string | null;
  groupId: string | null;
  previousId: string | null;
  properties: JsonObject;
  traits: JsonObject;
  /** Of an identify call: traits that hold only where nobody states them. Absent where there are none. */
  traitsOnce?: JsonObject;
  context: JsonObject;
  /** When it happened, corrected for the sender's clock. */
  at: number;
};

/** Every trait that a message states, those that hold only where nobody else states them included. */
export const statedTraits = ({ traits, traitsOnce }: Pick<Message, "traits" | "traitsOnce">): JsonObject =>
  traitsOnce === undefined ? traits : { ...traitsOnce, ...traits };

/** Why a message cannot be used. `field` is a path such as `properties` or `batch[3].event`. */
export type Rejection = { code: RejectionCode; message: string; field: string | null };
export const rejectionCodes = [
  "not_an_object",
  "unknown_type",
  "missing_field",
  "wrong_type",
  "too_long",
  "too_large",
  "too_deep",
  "bad_time",
  "bad_json",
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];
