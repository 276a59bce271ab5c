import { parsePersonId, ProductError, type Cell, type Predicate, type Query, type Segment } from "@throughline/contract";
import { plainKey } from "@throughline/domain";
import { randomBytes } from "node:crypto";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { createQueryContext, pageOfPeople, queryPeople, type QueryDeps } from "../insights/index.ts";
import { saveLiveSegment } from "./save-live-segment.ts";
import { addMembers, findSegment, insertSegment, toSegment } from "./segments.store.ts";

const peopleAtOnce = 20_000;
const mostPeople = 1_000_000;

type CreateSegmentInput = { name: string; key?: string | undefined } & (
  | { people: string[] }
  | { query: Query; cell: Cell }
  | { predicate: Predicate }
);

/** Saves a list of people, or those behind a number of an answer, as a segment that stays so. */
export async function createSegment(deps: QueryDeps, access: Access, input: CreateSegmentInput): Promise<Segment> {
  requirePermission(access, "people:write");
  if ("query" in input) requirePermission(access, "insights:read");
  const { workspaceId, actor } = access;
  const key = input.key ?? keyOf(input.name);
  if ("predicate" in input) return createLiveSegment(deps, access, { ...input, key });
  const ids = "query" in input ? await idsOfCell(deps, access, input) : input.people.flatMap((id) => parsePersonId(id) ?? []);
  const row = await deps.db.transaction().execute(async (tx) => {
    const origin = "query" in input ? { query: input.query, cell: input.cell } : null;
    const id = await insertSegment(tx, workspaceId, { key, name: input.name, origin, createdBy: actor.name });
    if (id === null) throw keyIsTaken(key);
    for (let from = 0; from < ids.length; from += peopleAtOnce) await addMembers(tx, workspaceId, id, ids.slice(from, from + peopleAtOnce));
    await recordAudit(tx, access, { action: "segment.create", subject: key, details: { people: ids.length } });
    return findSegment(tx, workspaceId, key);
  });
  return toSegment(row as NonNullable<typeof row>);
}

const keyIsTaken = (key: string): ProductError =>
  new ProductError("conflict", `There is a segment ${key} already.`, {
    issues: [{ field: "key", message: "is taken", accepted: "another key" }],
  });

/** Whoever a predicate holds for, from now on. Its first members are looked for in the background. */
async function createLiveSegment(
  deps: Pick<QueryDeps, "db">,
  access: Access,
  { key, name, predicate }: { key: string; name: string; predicate: Predicate },
): Promise<Segment> {
  const { workspaceId, actor } = access;
  const row = await deps.db.transaction().execute(async (tx) => {
    const id = await saveLiveSegment(tx, workspaceId, { key, name, predicate, createdBy: actor.name, isHidden: false });
    if (id === null) throw keyIsTaken(key);
    await recordAudit(tx, access, { action: "segment.create", subject: key, details: { predicate } });
    return findSegment(tx, workspaceId, key);
  });
  return toSegment(row as NonNullable<typeof row>);
}

async function idsOfCell(deps: QueryDeps, access: Access, { query, cell }: { query: Query; cell: Cell }): Promise<string[]> {
  const ids =
    query.kind === "journey"
      ? await idsByPages(deps, access, { query, cell })
      : await pageOfPeople(await createQueryContext(deps, access.workspaceId, query), query, cell, { after: null, limit: mostPeople });
  if (ids.length > mostPeople)
    throw new ProductError("invalid_input", `These are more than ${mostPeople} people.`, {
      issues: [{ field: "cell", message: "has too many people for a list", accepted: `at most ${mostPeople}` }],
    });
  return ids;
}

/** People of a journey are known to its feature alone, which gives them by pages. */
async function idsByPages(deps: QueryDeps, access: Access, input: { query: Query; cell: Cell }): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await queryPeople(deps, access, { ...input, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...page.items.flatMap(({ id }) => parsePersonId(id) ?? []));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && ids.length <= mostPeople);
  return ids;
}

/** `VIPs in Köln` → `vips-in-koln`; with an ending by chance where nothing is left of a name. */
function keyOf(name: string): string {
  const plain = plainKey(name, 80);
  return plain === "" ? `segment-${randomBytes(4).toString("hex")}` : plain;
}
