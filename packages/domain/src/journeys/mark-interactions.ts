import { completedNode, failedNode, type Actor, type Channel, type EventMatch, type JourneyDefinition } from "@throughline/contract";

/** What one interaction of a customer means to a journey. Interactions that mean nothing to it have no mark. */
export type JourneyMark = {
  /** Milliseconds since 1970. */
  at: number;
  /** May begin an instance. */
  isEntry: boolean;
  /** Where it leads: a stage's key, `$completed`, `$failed:<key>`, or nowhere. */
  node: string | null;
  isContact: boolean;
  isFriction: boolean;
  channel: Channel;
  actor: Actor;
  /** Who had the matter, where the source says so (property `team`). */
  team: string | null;
  /** Hand-offs that it announces (properties `fromTeam`/`toTeam`, `from`/`to` being bot or human, `fromChannel`/`toChannel`). */
  announces: { kind: "channel" | "actor" | "team"; from: string; to: string }[];
  /** What the customer wrote (`text`) or an agent noted of it (`summary`), in pieces (see piecesOf). */
  pieces: readonly string[];
  revenue: number;
};

/** What an interaction is looked at by: enough of it to mark it. */
export type MarkableInteraction = {
  at: number;
  channel: Channel;
  actor: Actor;
  properties: Readonly<Record<string, unknown>>;
};

/**
 * Where an interaction leads: the goal before failures, those before stages, and of several stages the first of the definition.
 * So an interaction leads to one place at most.
 */
export function nodeOf(definition: JourneyDefinition, matches: (match: EventMatch) => boolean): string | null {
  if (definition.goal.some(matches)) return completedNode;
  const failure = definition.failures.find((one) => matches(one.match));
  if (failure) return failedNode(failure.key);
  return definition.stages.find((stage) => stage.matches.some(matches))?.key ?? null;
}

/** What the interaction means to the journey, or null. `matches` says whether it fulfils a match (the predicate's interpreter). */
export function markInteraction(
  definition: JourneyDefinition,
  interaction: MarkableInteraction,
  matches: (match: EventMatch) => boolean,
  revenueOf: (property: string) => number,
): JourneyMark | null {
  const isEntry = matches(definition.entry);
  const node = nodeOf(definition, matches);
  const isContact = definition.contacts.some(matches);
  const isFriction = definition.friction.some(matches);
  const { revenue } = definition;
  const pays = revenue !== null && matches(revenue.match);
  if (!isEntry && node === null && !isContact && !isFriction && !pays && !definition.conversation.some(matches)) return null;
  const { at, channel, actor } = interaction;
  return {
    at,
    isEntry,
    node,
    isContact,
    isFriction,
    channel,
    actor,
    ...handOffDetails(interaction),
    revenue: pays ? revenueOf(revenue.property) : 0,
  };
}

/** What hand-offs are seen by: who has the matter, what is announced, what was said. */
export function handOffDetails({ actor, properties }: MarkableInteraction): Pick<JourneyMark, "team" | "announces" | "pieces"> {
  const text = actor === "customer" ? properties["text"] : actor === "agent" ? properties["summary"] : null;
  return { team: textOf(properties["team"]), announces: announcedBy(properties), pieces: piecesOf(textOf(text) ?? "") };
}

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function announcedBy(properties: MarkableInteraction["properties"]): JourneyMark["announces"] {
  const pairs = [
    ["channel", textOf(properties["fromChannel"]), textOf(properties["toChannel"])],
    ["actor", textOf(properties["from"]), textOf(properties["to"])],
    ["team", textOf(properties["fromTeam"]), textOf(properties["toTeam"])],
  ] as const;
  return pairs.flatMap(([kind, from, to]) => {
    if (from === null || to === null || from === to) return [];
    if (kind === "actor" && !(isSide(from) && isSide(to))) return [];
    return [{ kind, from, to }];
  });
}

const isSide = (value: string): boolean => value === "bot" || value === "human";

/** Shorter pieces are said again by chance. */
const shortestPiece = 20;

/** The pieces of a text between . ! ? : ; and line ends, without outer blanks and ASCII case, of at least 20 characters. What customers must say twice comes again as such a piece. */
export function piecesOf(text: string): string[] {
  return text
    .split(/[.!?:;\n]/)
    .map((piece) => piece.replace(/^ +| +$/g, "").replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
    .filter((piece) => [...piece].length >= shortestPiece);
}
