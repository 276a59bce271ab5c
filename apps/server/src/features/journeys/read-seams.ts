import type { JourneyDefinition, Seam } from "@throughline/contract";
import { shareOf } from "@throughline/domain";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { readSeamOwners, type SeamOwner } from "./journeys.store.ts";
import { openJourney, type JourneyDeps, type RangeInput } from "./open-journey.ts";
import { nodeName } from "./read-tallies.ts";
import { seamRowSchema, seamsStatement, type SeamRow } from "./seams-sql.ts";

/** Hand-offs inside a journey that began in the range, those that harmed most first; those that only have an owner last. */
export async function readSeams(deps: JourneyDeps, access: Access, input: { key: string } & RangeInput) {
  requirePermission(access, "journeys:read");
  const opened = await openJourney(deps, access, input);
  const asked = opened.question();
  const [rows, owners] = await Promise.all([
    opened.context.ask({ query: seamsStatement(asked, opened.periods), parameters: asked.parameters, schema: seamRowSchema }),
    readSeamOwners(deps.db, access.workspaceId, input.key),
  ]);
  const keys = new Set([...rows.map((row) => row.seam), ...owners.map((owner) => owner.seam)]);
  const items = [...keys].map((key) => toSeam(opened.definition, key, rows, owners));
  items.sort((a, b) => b.harmed.value - a.harmed.value || b.crossed.value - a.crossed.value || (a.key < b.key ? -1 : 1));
  return { items, ...(await opened.meta()) };
}

const harmedOf = (row: SeamRow | undefined): number => (row ? row.lost + row.repeated : 0);
const secondsOf = (ms: number | null | undefined): number | null => (ms === null || ms === undefined ? null : ms / 1000);

/** Where a hand-off begins, the stage with most harm first. */
function stagesOf(definition: JourneyDefinition, row: SeamRow | undefined): Seam["at"] {
  if (!row) return [];
  const harmed = new Map(row.harmed_at);
  return row.crossed_at
    .map(([node, crossed]) => ({ stage: nodeName(definition, node), crossed, harmed: harmed.get(node) ?? 0 }))
    .sort((a, b) => b.harmed - a.harmed || b.crossed - a.crossed);
}

function toSeam(definition: JourneyDefinition, key: string, rows: readonly SeamRow[], owners: readonly SeamOwner[]): Seam {
  const row = rows.find((one) => one.seam === key && one.period === 1);
  const previous = rows.find((one) => one.seam === key && one.period === 0);
  const owner = owners.find((one) => one.seam === key);
  const colon = key.indexOf(":");
  const arrow = key.indexOf(">", colon);
  const decided = (row?.crossed ?? 0) - (row?.pending ?? 0);
  return {
    key,
    kind: key.slice(0, colon) as Seam["kind"],
    from: key.slice(colon + 1, arrow),
    to: key.slice(arrow + 1),
    owner: owner?.owner ?? null,
    note: owner?.note ?? "",
    crossed: { value: row?.crossed ?? 0, previous: previous?.crossed ?? 0 },
    arrived: row?.arrived ?? 0,
    pending: row?.pending ?? 0,
    lost: shareOf(row?.lost ?? 0, row && row.told > 0 ? decided : 0),
    repeated: shareOf(row?.repeated ?? 0, row?.arrived ?? 0),
    retold: row?.retold ?? 0,
    gap: {
      medianSeconds: secondsOf(row?.gaps[0]),
      p90Seconds: secondsOf(row?.gaps[1]),
      previousMedianSeconds: secondsOf(previous?.gaps[0]),
    },
    harmed: { value: harmedOf(row), previous: harmedOf(previous) },
    harm: shareOf(harmedOf(row), decided),
    at: stagesOf(definition, row),
  };
}
