import type { ArbiterRules, Touch, TouchKind, TouchPurpose, Verdict } from "@throughline/contract";
import type { JsonObject } from "../collect/message.ts";
import type { MatterKind, ScoreKind } from "./signals.ts";

/** What of a touch the rules look at. */
export type WantedTouch = Pick<
  Touch,
  "kind" | "purpose" | "topic" | "channel" | "priority" | "value" | "expires" | "stakes" | "flow" | "decidedBy"
>;

/** What is known about a person when a touch is decided. Times are ms since 1970. */
export type Facts = {
  workspaceId: string;
  /** As the API gives it. */
  personId: string;
  /** An IANA name that is known to exist. */
  timezone: string;
  email: string | null;
  phone: string | null;
  /** Whether a device takes push messages for them. */
  push: boolean;
  traits: JsonObject;
  /** The latest answer of each purpose. */
  consents: readonly { purpose: string; granted: boolean; at: number }[];
  /** What is open, in any order. */
  matters: readonly { kind: MatterKind; key: string; openedAt: number; lastAt: number }[];
  /** The latest of each kind. */
  scores: readonly { kind: ScoreKind; score: number; at: number }[];
  /** Touches that took attention, in any order. */
  past: readonly { at: number; kind: TouchKind; purpose: TouchPurpose }[];
  /** Tiers of their accounts. */
  tiers: readonly string[];
  /** What was drawn before; `scope` is "" for the holdout from everything, else the flow. */
  holdouts: readonly { scope: string; held: boolean }[];
};

/** One rule: pure, total, and of no other's opinion. */
export type Rule = (touch: WantedTouch, facts: Facts, rules: ArbiterRules, nowMs: number) => Verdict;
