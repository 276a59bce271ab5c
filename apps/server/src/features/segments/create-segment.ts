import {
  parseAccountId,
  parsePersonId,
  ProductError,
  type Cell,
  type Predicate,
  type Query,
  type Segment,
  type SegmentOf,
} from "@throughline/contract";
import { plainKey } from "@throughline/domain";
import { randomBytes } from "node:crypto";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { createQueryContext, pageOfPeople, queryPeople, type QueryDeps } from "../insights/index.ts";
import { saveLiveSegment } from "./save-live-segment.ts";
import { addAccounts, addMembers, findSegment, insertSegment, toSegment } from "./segments.store.ts";

const peopleAtOnce = 20_000;
const mostPeople = 1_000_000;

type CreateSegmentInput = { name: string; key?: string | undefined } & (
  | { people: string[] }
  | { accounts: string[] }
  | { query: Query; cell: Cell }
  | { of?: SegmentOf | undefined; predicate: Predicate }
);

/** Saves a list of people or accounts, or the people behind a number of an answer, as a segment that stays so. */
export async function createSegment(deps: QueryDeps, access: Access, input: CreateSegmentInput): Promise<Segment> {
  requirePermission(access, "people:write");
  if ("query" in input) requirePermission(access, "insights:read");
  const { workspaceId, actor } = access;
  const key = input.key ?? keyOf(input.name);
  if ("predicate" in input) return createLiveSegment(deps, access, { ...input, of: input.of ?? "person", key });
  const of = "accounts" in input ? "account" : "person";
  const ids =
    "query" in input
      ? await idsOfCell(deps, access, input)
      : "accounts" in input
        ? input.accounts.flatMap((id) => parseAccountId(id) ?? [])
        : input.people.flatMap((id) => parsePersonId(id) ?? []);
  const row = await deps.db.transaction().execute(async (tx) => {
    const origin = "query" in input ? { query: input.query, cell: input.cell } : null;
    const id = await insertSegment(tx, workspaceId, { key, name: input.name, of, origin, createdBy: actor.name });
    if (id === null) throw keyIsTaken(key);
    const add = of === "account" ? addAccounts : addMembers;
    for (let from = 0; from < ids.length; from += peopleAtOnce) await add(tx, workspaceId, id, ids.slice(from, from + peopleAtOnce));
    const details = of === "account" ? { accounts: ids.length } : { people: ids.length };
    await recordAudit(tx, access, { action: "segment.create", subject: key, details });
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
  { key, name, of, predicate }: { key: string; name: string; of: SegmentOf; predicate: Predicate },
): Promise<Segment> {
  const { workspaceId, actor } = access;
  const row = await deps.db.transaction().execute(async (tx) => {
    const id = await saveLiveSegment(tx, workspaceId, { key, name, of, predicate, createdBy: actor.name, isHidden: false });
    if (id === null) throw keyIsTaken(key);
    await recordAudit(tx, access, { action: "segment.create", subject: key, details: { ...(of === "account" ? { of } : {}), predicate } });
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
