import type { Segment } from "@throughline/contract";
import { plural } from "../../ui/format-number.ts";

/** How those in a segment are called, one and many. */
export const nounsOf = {
  person: { one: "person", many: "people", all: "everybody", none: "Nobody", somebody: "somebody", Title: "People" },
  account: { one: "account", many: "accounts", all: "all accounts", none: "No account", somebody: "an account", Title: "Accounts" },
} as const;

/** “3 people”, “1 account”. */
export const countIn = ({ of, people }: Pick<Segment, "of" | "people">): string => plural(people, nounsOf[of].one, nounsOf[of].many);
