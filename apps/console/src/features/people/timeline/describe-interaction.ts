import type { Interaction } from "@throughline/contract";
import { formatDuration } from "../../../ui/format-time.ts";
import { eventSentences } from "./event-sentences.ts";
import { formatValue, humanName } from "./format-value.ts";
import type { TraitChange } from "./identity-changes.ts";
import { messageOf, type Message } from "./message-of.ts";

export type InteractionTone = "neutral" | "good" | "bleed";
/** An interaction in words: a sentence, what is worth knowing beside it, and what was said. */
export type Description = { title: string; detail: string; message: Message | null; tone: InteractionTone };
/** What the words need beside the interaction itself. */
export type Story = { changes: ReadonlyMap<string, TraitChange[]>; accountName: (id: string) => string | null };

const bleeds =
  /fail|error|bounce|abandon|rage|dead click|cancel|churn|refund|unsubscribe|declin|reject|complain|reopen|limit reached|not answered|u-turn|spam/i;
const heals = /\bpaid\b|settled|resolved|upgraded|renewed|verification completed|accepted|checkout completed|order completed/i;

/** An interaction as a sentence that a colleague would say. */
export function describeInteraction(interaction: Interaction, story: Story): Description {
  // What an identify or group call changed depends on the calls before it, which may still be loaded; the others stay what they are.
  const settled = interaction.kind !== "identify" && interaction.kind !== "group";
  const known = settled ? described.get(interaction) : undefined;
  if (known) return known;
  const description = { ...wordsOf(interaction, story), message: messageOf(interaction), tone: toneOf(interaction) };
  if (settled) described.set(interaction, description);
  return description;
}
const described = new WeakMap<Interaction, Description>();

function wordsOf(interaction: Interaction, { changes, accountName }: Story): { title: string; detail: string } {
  const { kind, name, properties, context } = interaction;
  switch (kind) {
    case "page":
      return { title: `Viewed ${pageName(interaction)}`, detail: context.path ?? text(properties["path"]) ?? "" };
    case "screen":
      return { title: `Opened ${name === "Screen Viewed" ? (text(properties["screen"]) ?? "a screen") : name}`, detail: "" };
    case "identify":
      return describeChanges(changes.get(interaction.id) ?? [], Object.keys(properties));
    case "group": {
      const account =
        (interaction.accountId === null ? null : accountName(interaction.accountId)) ?? text(properties["name"]) ?? "an account";
      const changed = (changes.get(interaction.id) ?? []).filter(({ before }) => before !== undefined);
      return changed.length > 0
        ? { title: `${account}: ${changeText(changed)}`, detail: "" }
        : { title: `Belongs to ${account}`, detail: "" };
    }
    case "alias":
      return { title: `Is the same as ${text(properties["previousId"]) ?? "another id"}`, detail: "said by a source" };
    case "track":
      return describeEvent(name, properties);
  }
}

function pageName({ name, properties, context }: Interaction): string {
  if (name !== "Page Viewed" && name !== "") return name;
  return context.title ?? text(properties["title"]) ?? context.path ?? text(properties["path"]) ?? context.url ?? "a page";
}

function describeChanges(changes: readonly TraitChange[], stated: readonly string[]): { title: string; detail: string } {
  if (stated.length === 0) return { title: "Was recognised", detail: "" };
  const changed = changes.filter(({ before }) => before !== undefined);
  if (changed.length > 0) return { title: changeText(changed), detail: "" };
  if (changes.length === 0) return { title: "Was recognised", detail: "nothing new" };
  return {
    title: "Told who they are",
    detail: list(
      changes.map(({ name }) => humanName(name)),
      6,
    ),
  };
}

function changeText(changes: readonly TraitChange[]): string {
  const [first, ...others] = changes;
  if (!first) return "";
  const one = `${capital(humanName(first.name))} changed from ${formatValue(first.before, 40)} to ${formatValue(first.after, 40)}`;
  return others.length === 0
    ? one
    : `${one}, also ${list(
        others.map(({ name }) => humanName(name)),
        3,
      )}`;
}

function describeEvent(name: string, properties: Interaction["properties"]): { title: string; detail: string } {
  const answers = /consent/i.test(name) ? describeConsent(properties["purposes"]) : null;
  if (answers !== null) return { title: answers, detail: "" };
  const decided = name === "Touch Decided" ? describeDecision(properties) : null;
  if (decided !== null) return decided;
  // Own entries only: events may be called anything, also “constructor”.
  const [sentence, detail = ""] = (Object.hasOwn(eventSentences, name) ? eventSentences[name] : undefined) ?? [];
  const title = sentence === undefined ? null : fill(sentence, properties);
  if (title === null) return { title: name, detail: salient(properties) };
  const parts = detail.split(" · ").map((part) => (part === "" ? null : fill(part, properties)));
  const context = properties["contextPassed"] === false ? "what was said did not cross" : null;
  return { title, detail: [...parts, context].filter((part) => part !== null).join(" · ") };
}

/** “Allowed marketing, refused analytics”, or null if no purpose was answered. */
function describeConsent(purposes: unknown): string | null {
  if (typeof purposes !== "object" || purposes === null) return null;
  const answered = (granted: boolean) =>
    Object.entries(purposes)
      .filter(([, answer]) => answer === granted)
      .map(([purpose]) => purpose);
  const parts = [["allowed", answered(true)] as const, ["refused", answered(false)] as const]
    .filter(([, names]) => names.length > 0)
    .map(([word, names]) => `${word} ${list(names, 4)}`);
  return parts.length === 0 ? null : capital(parts.join(", "));
}

const decisions: Record<string, string> = {
  now: "Allowed",
  later: "Put off",
  no: "Held back",
  task: "Left to a person",
  approval: "To be approved",
};

/** “Held back: News of March”, and why. */
function describeDecision({ answer, title, kind, channel, reason }: Interaction["properties"]): { title: string; detail: string } | null {
  const words = typeof answer === "string" && Object.hasOwn(decisions, answer) ? decisions[answer] : undefined;
  if (words === undefined) return null;
  const what = text(title) ?? `a ${text(kind) ?? "touch"} by ${text(channel) ?? "some channel"}`;
  return { title: `${words}: ${what}`, detail: answer === "now" ? "" : (text(reason) ?? "") };
}

/** The template with its `{property}` places filled, or null if one is missing. */
function fill(template: string, properties: Interaction["properties"]): string | null {
  let complete = true;
  const filled = template.replace(/\{(\w+)\}/g, (_, property: string) => {
    const value = properties[property];
    if (value === undefined || value === null || value === "" || typeof value === "object") complete = false;
    return formatProperty(property, value);
  });
  return complete ? filled : null;
}

/** Units that the name states are read as such: `waitSeconds` 1260 → “21 min”. Names of surveys are abbreviations. */
function formatProperty(property: string, value: unknown): string {
  if (typeof value === "number" && /seconds$/i.test(property)) return formatDuration(value * 1000);
  if (typeof value === "number" && /[a-z]Ms$/.test(property)) return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${value} ms`;
  return typeof value === "string" && /^(nps|csat|ces)$/.test(value) ? value.toUpperCase() : formatValue(value, 120);
}

/** The first few plain properties, for events that nobody wrote a sentence for. Identifiers and long texts wait until it is opened. */
function salient(properties: Interaction["properties"]): string {
  return Object.entries(properties)
    .filter(
      ([name, value]) =>
        !/id$|^(text|body|message|comment|summary|author|url|team)$/i.test(name) &&
        ["string", "number", "boolean"].includes(typeof value) &&
        String(value).length <= 48,
    )
    .slice(0, 3)
    .map(([name, value]) => `${humanName(name.replace(/(Seconds|Ms)$/, ""))} ${formatProperty(name, value)}`)
    .join(" · ");
}

function toneOf({ kind, name, properties }: Interaction): InteractionTone {
  if (kind !== "track") return "neutral";
  if (properties["contextPassed"] === false || lowScore(properties) || bleeds.test(name)) return "bleed";
  return heals.test(name) || properties["settled"] === true ? "good" : "neutral";
}

/** The lowest answers of the usual scales: NPS 0–6, CSAT 1–2, CES 1–3, stars 1–2. */
function lowScore({ kind, score, rating }: Interaction["properties"]): boolean {
  const highest: Record<string, number> = { nps: 6, csat: 2, ces: 3 };
  if (typeof rating === "number") return rating <= 2;
  return typeof score === "number" && typeof kind === "string" && score <= (highest[kind.toLowerCase()] ?? -1);
}

function list(names: readonly string[], most: number): string {
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
