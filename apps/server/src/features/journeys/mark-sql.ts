import { actors, channels, maxStages, type EventMatch, type JourneyDefinition } from "@throughline/contract";
import type { Parameters } from "../insights/index.ts";

/**
 * A mark of an interaction as one 64-bit number, so that sorting numbers puts marks in the order that domain/journeys declares (`inOrder`):
 * ms since 1970 (42 bits) · no entry (1) · node (5) · contact (1) · friction (1) · channel (4) · actor (2) · spare (7) · chosen (1).
 */
const at = { ms: 22, noEntry: 21, node: 16, contact: 15, friction: 14, channel: 10, actor: 8 } as const;

/** Numbers of nodes: 0 is `$start`, 1…12 stages, 13 the goal, 14… failures. */
export const goalNode = maxStages + 1;
export const failureNode = (index: number): number => goalNode + 1 + index;
export const expiredNodeNumber = 30;
/** From nowhere: where instances begin. */
export const originNode = 31;

/** In the order of the alphabet, as the declared order of interactions has it; numbered from 1, so that 0 is unknown. */
export const channelOrder: readonly string[] = [...channels].sort();
export const actorOrder: readonly string[] = [...actors].sort();

const shifted = (expression: string, bits: number): string => `bitShiftLeft(toUInt64(${expression}), ${bits})`;
const listOf = (values: readonly string[]): string => `[${values.map((value) => `'${value}'`).join(", ")}]`;
const numbersOf = (order: readonly string[], first: number): string => `[${order.map((_, index) => index + first).join(", ")}]`;

/** Whether a row of the timeline fulfils a match, as SQL (the compiler of predicates). */
export type CompileMatch = (match: EventMatch) => string;
type Means = (match: EventMatch) => string;

/**
 * What rows mean to a journey. Most names decide alone, whatever the row's properties: those are looked up (`settled`), and only for the others conditions are looked at.
 */
export function rowsOf(
  definition: JourneyDefinition,
  parameters: Parameters,
  compile: CompileMatch,
  chosen: string | null,
): { mark: string; belongs: string } {
  const matches = matchesOf(definition);
  const isAnyName = matches.some((match) => match.event === null);
  const names = [...new Set(matches.flatMap((match) => match.event ?? []))];
  const isOf = (name: string) => (match: EventMatch) => [match.event].flat().includes(name);
  const isSettled = (name: string) => !isAnyName && matches.filter(isOf(name)).every((match) => match.where === undefined);
  const settled = names.filter(isSettled);
  const open = names.filter((name) => !isSettled(name));
  const looked = settled.map((name) => Number(meaningOf(definition, (match) => isOf(name)(match))));
  const settledNames = parameters.add(settled, "Array(String)");
  const lookup =
    settled.length === 0
      ? "toUInt64(0)"
      : `toUInt64(transform(name, ${settledNames}, ${parameters.add(looked, "Array(UInt32)")}, toUInt32(0)))`;
  const isRelevant = (match: EventMatch) => match.event === null || [match.event].flat().some((name) => open.includes(name));
  const asked = meaningExpression(definition, (match) => (isRelevant(match) ? compile(match) : "false"));
  const openNames = parameters.add(open, "Array(String)");
  const isOpen = isAnyName ? "true" : `name IN ${openNames}`;
  const meaning = isAnyName ? asked : open.length === 0 ? lookup : `if(${isOpen}, ${asked}, ${lookup})`;
  const belongs = `(${matches
    .filter(isRelevant)
    .map((match) => compile(match))
    .join(" OR ")})`;
  return {
    mark: [
      shifted("toUnixTimestamp64Milli(at)", at.ms),
      meaning,
      shifted(`transform(channel, ${listOf(channelOrder)}, ${numbersOf(channelOrder, 1)}, 0)`, at.channel),
      shifted(`transform(actor, ${listOf(actorOrder)}, ${numbersOf(actorOrder, 0)}, 0)`, at.actor),
      ...(chosen === null ? [] : [`toUInt64(${chosen})`]),
    ].join(" + "),
    belongs: isAnyName
      ? belongs
      : `name IN ${parameters.add(names, "Array(String)")}${open.length === 0 ? "" : ` AND (name IN ${settledNames} OR ${belongs})`}`,
  };
}

/** The bits of entry, node, contact and friction of rows of which it is known which matches they fulfil. */
function meaningOf(definition: JourneyDefinition, fulfils: (match: EventMatch) => boolean): number {
  const failure = definition.failures.findIndex((one) => fulfils(one.match));
  const stage = definition.stages.findIndex((one) => one.matches.some(fulfils));
  const node = definition.goal.some(fulfils) ? goalNode : failure >= 0 ? failureNode(failure) : stage + 1;
  return (
    (fulfils(definition.entry) ? 0 : 2 ** at.noEntry) +
    node * 2 ** at.node +
    (definition.contacts.some(fulfils) ? 2 ** at.contact : 0) +
    (definition.friction.some(fulfils) ? 2 ** at.friction : 0)
  );
}

/** The same bits as SQL. */
function meaningExpression(definition: JourneyDefinition, condition: Means): string {
  const anyOf = (matches: readonly EventMatch[]): string => (matches.length === 0 ? "false" : `(${matches.map(condition).join(" OR ")})`);
  const nodes = [
    `${anyOf(definition.goal)}, ${goalNode}`,
    ...definition.failures.map((failure, index) => `${condition(failure.match)}, ${failureNode(index)}`),
    ...definition.stages.map((stage, index) => `${anyOf(stage.matches)}, ${index + 1}`),
  ];
  return [
    shifted(`NOT ${condition(definition.entry)}`, at.noEntry),
    shifted(`multiIf(${nodes.join(", ")}, 0)`, at.node),
    shifted(anyOf(definition.contacts), at.contact),
    shifted(anyOf(definition.friction), at.friction),
  ].join(" + ");
}

/** Every match of a definition. */
export function matchesOf(definition: JourneyDefinition): EventMatch[] {
  return [
    definition.entry,
    ...definition.goal,
    ...definition.failures.map((failure) => failure.match),
    ...definition.stages.flatMap((stage) => stage.matches),
    ...definition.contacts,
    ...definition.conversation,
    ...definition.friction,
    ...(definition.revenue ? [definition.revenue.match] : []),
  ];
}

const field = (mark: string, shift: number, bits: number): string => `bitAnd(bitShiftRight(${mark}, ${shift}), ${2 ** bits - 1})`;

/** Parts of a mark's number, as SQL. */
export const markSql = {
  ms: (mark: string) => `bitShiftRight(${mark}, ${at.ms})`,
  isEntry: (mark: string) => `bitTest(${mark}, ${at.noEntry}) = 0`,
  node: (mark: string) => field(mark, at.node, 5),
  /** The stage's number, 0 for everything that is no stage. */
  stage: (mark: string) => `if(${field(mark, at.node, 5)} <= ${maxStages}, ${field(mark, at.node, 5)}, 0)`,
  isEnd: (mark: string) => `${field(mark, at.node, 5)} >= ${goalNode}`,
  withNode: (mark: string, node: string) => `bitAnd(${mark}, ${withoutNode}) + ${shifted(node, at.node)}`,
  /** The number of its node, or of its channel, at another place of another number. */
  nodeAt: (mark: string, bit: number) => `bitShiftLeft(bitAnd(${mark}, ${31 * 2 ** at.node}), ${bit - at.node})`,
  channelAt: (mark: string, bit: number) => `bitShiftLeft(bitAnd(${mark}, ${15 * 2 ** at.channel}), ${bit - at.channel})`,
  make: (ms: string, node: string) => `${shifted(ms, at.ms)} + ${shifted(node, at.node)}`,
  isContact: (mark: string) => `bitTest(${mark}, ${at.contact})`,
  isFriction: (mark: string) => `bitTest(${mark}, ${at.friction})`,
  channel: (mark: string) => field(mark, at.channel, 4),
  actor: (mark: string) => field(mark, at.actor, 2),
  /** What customers, agents and bots did, without automatic messages and friction. */
  isTalk: (mark: string) => `(${field(mark, at.actor, 2)} != ${actorOrder.indexOf("system")} AND bitTest(${mark}, ${at.friction}) = 0)`,
  isChosen: (mark: string) => `bitTest(${mark}, 0)`,
};
/** All 64 bits but those of the node. */
const withoutNode = (2n ** 64n - 1n - (31n << BigInt(at.node))).toString();

/** The meaning of a mark's number. */
export function readMarkNumber(mark: bigint): { isEntry: boolean; node: number; isContact: boolean; isFriction: boolean } {
  const bit = (place: number): boolean => ((mark >> BigInt(place)) & 1n) === 1n;
  return {
    isEntry: !bit(at.noEntry),
    node: Number((mark >> BigInt(at.node)) & 31n),
    isContact: bit(at.contact),
    isFriction: bit(at.friction),
  };
}
