import type { Touch } from "@throughline/contract";
import { channelWords, kindWords, oneOf, purposeWords, stakesWords } from "./arbiter-words.ts";

/** A touch as the simulator tries it: what its address says. */
export type TriedTouch = {
  person: string | undefined;
  kind: Touch["kind"];
  purpose: Touch["purpose"];
  channel: Touch["channel"];
  topic: string | undefined;
  flow: string | undefined;
  priority: number;
  value: number;
  stakes: Touch["stakes"];
  expires: string | undefined;
  decidedBy: Touch["decidedBy"];
};

const deciders = { automation: "", approved: "", person: "" } as const;
const defaults = {
  kind: "message",
  purpose: "promotional",
  channel: "email",
  priority: 5,
  value: 1,
  stakes: "low",
  decidedBy: "automation",
} as const;

/** What an address asks to try; what it does not say, or says wrongly, is the default. */
export function triedOf(param: (name: string) => string | undefined): TriedTouch {
  const number = (name: string, fallback: number, most: number) => {
    const value = Number(param(name) ?? fallback);
    return Number.isFinite(value) && value >= 0 && value <= most ? value : fallback;
  };
  const expires = param("expires");
  return {
    person: param("person"),
    kind: oneOf(kindWords, param("kind")) ?? defaults.kind,
    purpose: oneOf(purposeWords, param("purpose")) ?? defaults.purpose,
    channel: oneOf(channelWords, param("channel")) ?? defaults.channel,
    topic: param("topic"),
    flow: param("flow"),
    priority: Math.max(1, Math.round(number("priority", defaults.priority, 10))),
    value: number("value", defaults.value, 1e9),
    stakes: oneOf(stakesWords, param("stakes")) ?? defaults.stakes,
    expires: expires !== undefined && !Number.isNaN(Date.parse(expires)) ? expires : undefined,
    decidedBy: oneOf(deciders, param("decidedBy")) ?? defaults.decidedBy,
  };
}

/** The parameters of an address that tries this: what is the default is left out. */
export function triedParams(touch: Partial<TriedTouch>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(touch).map(([name, value]) => {
      const isDefault = Object.hasOwn(defaults, name) && defaults[name as keyof typeof defaults] === value;
      return [name, value === undefined || value === "" || isDefault ? undefined : String(value)];
    }),
  );
}

/** Where a touch is tried, at a moment or now. */
export function triedAddress(touch: Partial<Touch>, at: string | null): string {
  const { person, kind, purpose, channel, topic, flow, priority, value, stakes, expires, decidedBy } = touch;
  const params = {
    ...triedParams({ person, kind, purpose, channel, topic, flow, priority, value, stakes, expires, decidedBy }),
    at: at ?? undefined,
  };
  const known = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/engage/arbiter/simulator?${new URLSearchParams(known)}`;
}
