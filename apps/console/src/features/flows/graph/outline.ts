import { waysOut, type FlowDefinition } from "@throughline/contract";
import { reachable, triggerId } from "./edit-flow.ts";

/** A way out of a step; `elsewhere`: what it leads to stands at another place of the list. */
export type OutlineWay = { from: string; way: string; to: string | null; elsewhere: boolean };
/** A step; with several ways each of them has what comes by it. */
type OutlineStep = { id: string; branches: (OutlineWay & { list: OutlineEntry[] })[] };
export type OutlineEntry = { step: OutlineStep } | { way: OutlineWay };

/** The flow as a list in which every step stands once: what is come to from the trigger, and what nobody comes to. */
export function outlineOf(flow: FlowDefinition): { list: OutlineEntry[]; lost: OutlineEntry[] } {
  const shown = new Set<string>();
  const wayOf = (from: string, way: string, to: string | null): OutlineWay => ({ from, way, to, elsewhere: to !== null && shown.has(to) });
  const follow = (id: string | null): OutlineEntry[] => {
    const step = id === null ? undefined : flow.steps[id];
    if (id === null || step === undefined || shown.has(id)) return [];
    shown.add(id);
    const ways = waysOut(step);
    const [only] = ways;
    if (ways.length === 1 && only) {
      const way = wayOf(id, only.way, only.to);
      return [{ step: { id, branches: [] } }, { way }, ...follow(only.to)];
    }
    const branches = ways.map(({ way, to }) => ({ ...wayOf(id, way, to), list: follow(to) }));
    return [{ step: { id, branches } }];
  };
  const list: OutlineEntry[] = [{ way: wayOf(triggerId, "next", flow.start) }, ...follow(flow.start)];
  const met = reachable(flow);
  return {
    list,
    lost: Object.keys(flow.steps)
      .filter((id) => !met.has(id))
      .flatMap(follow),
  };
}
