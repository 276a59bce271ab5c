import { completedNode, expiredNode, failedNode, startNode, type JourneyDefinition } from "@throughline/contract";
import type { MapPeriod, MapTally } from "@throughline/domain";
import { z } from "zod";
import { readKey, tallyKinds } from "./map-sql.ts";
import { channelOrder, expiredNodeNumber, failureNode, goalNode, originNode } from "./mark-sql.ts";

/** A row of the map's statement. */
export const tallyRowSchema = z.object({
  key: z.number(),
  count: z.number(),
  instances: z.number(),
  quantiles: z.tuple([z.number().nullable(), z.number().nullable()]),
});

/** The name of a node by its number. */
export function nodeName(definition: JourneyDefinition, node: number): string {
  if (node === 0) return startNode;
  if (node === originNode) return "";
  if (node === goalNode) return completedNode;
  if (node === expiredNodeNumber) return expiredNode;
  const failure = definition.failures[node - failureNode(0)];
  if (node >= failureNode(0) && failure) return failedNode(failure.key);
  const stage = definition.stages[node - 1];
  if (!stage) throw new RangeError(`No node ${node} in the journey ${definition.key}.`);
  return stage.key;
}

/** The number of a node by its name, null for a name that is none of the journey. */
export function nodeNumber(definition: JourneyDefinition, name: string): number | null {
  if (name === startNode) return 0;
  if (name === completedNode) return goalNode;
  if (name === expiredNode) return expiredNodeNumber;
  const failure = definition.failures.findIndex((one) => failedNode(one.key) === name);
  if (failure >= 0) return failureNode(failure);
  const stage = definition.stages.findIndex((one) => one.key === name);
  return stage >= 0 ? stage + 1 : null;
}

export const channelName = (number: number): string => channelOrder[number - 1] ?? "unknown";

/** A row of the map's statement as the domain knows it. */
export function toTally(definition: JourneyDefinition, row: z.infer<typeof tallyRowSchema>): MapTally {
  const { kind: kindNumber, period, a, b, c } = readKey(row.key);
  const kind = tallyKinds[kindNumber] as MapTally["kind"];
  const isTimed = kind === "move" || kind === "stay" || kind === "now";
  return {
    kind,
    period: (period === 1 ? "current" : "previous") satisfies MapPeriod,
    a: nodeName(definition, a),
    b: kind === "move" ? nodeName(definition, b) : kind === "channel" || kind === "switch" ? channelName(b) : "",
    c: kind === "switch" ? channelName(c) : "",
    count: row.count,
    instances: kind === "move" ? row.instances : 0,
    medianMs: isTimed ? row.quantiles[0] : null,
    p90Ms: isTimed ? row.quantiles[1] : null,
  };
}
