import type { Import } from "@throughline/contract";
import { api, found, pageOf } from "./base.ts";
import type { World } from "./world.ts";

const importsOf = new WeakMap<World, Import[]>();
const columns = [
  { name: "user_id", samples: ["u-204", "u-77", "u-31"] },
  { name: "event_name", samples: ["Order Completed", "Report Created", "Invoice Paid"] },
  { name: "occurred_at", samples: ["2026-07-14T09:12:44Z", "2026-07-14T09:13:01Z", "14.07.2026 09:12"] },
  { name: "amount", samples: ["129.90", "", "1,290.00"] },
  {
    name: "Notes from the sales team (please do not delete this column, Peter)",
    samples: [
      "Called twice, no answer. Wants a demo in the autumn and asked for a discount of about 20 % because of the competitor",
      "",
      "—",
    ],
  },
  { name: "is_test", samples: ["false", "false", "true"] },
];
const mapping: Import["mapping"] = [
  { column: "user_id", target: "userId", type: "string" },
  { column: "event_name", target: "event", type: "string" },
  { column: "occurred_at", target: "timestamp", type: "date" },
  { column: "amount", target: "properties.amount", type: "number" },
  { column: "Notes from the sales team (please do not delete this column, Peter)", target: null, type: "auto" },
  { column: "is_test", target: "properties.is_test", type: "boolean" },
];
/** People and accounts have traits instead of properties, and nothing that happens. */
const mappingFor = (kind: Import["kind"]): Import["mapping"] =>
  mapping.map((one) => {
    if (kind === "events" || one.target === null || one.target === "timestamp") return { ...one };
    if (one.column === "user_id") return { ...one, target: kind === "people" ? "userId" : "groupId" };
    return { ...one, target: `traits.${one.column}` };
  });
const errors = [
  { row: 41, field: "timestamp", message: "timestamp is “14.07.2026 09:12”; an ISO 8601 time since the year 2000 is accepted." },
  { row: 204, field: "userId", message: "Both userId and anonymousId are missing; one of them is needed." },
  { row: 1_204_882, field: null, message: "The row has 9 columns; 6 are expected." },
];

function create(fileName: string, kind: Import["kind"], bytes: number, changes: Partial<Import> = {}): Import {
  return {
    id: crypto.randomUUID(),
    fileName,
    kind,
    format: fileName.endsWith(".jsonl") ? "jsonl" : "csv",
    status: "uploaded",
    mapping: mappingFor(kind),
    bytes,
    bytesRead: 0,
    rowsRead: 0,
    rowsTaken: 0,
    rowsFailed: 0,
    dryRun: null,
    columns,
    error: null,
    createdAt: new Date().toISOString(),
    fileThere: true,
    finishedAt: null,
    ...changes,
  };
}

function listOf(world: World): Import[] {
  const known = importsOf.get(world);
  if (known) return known;
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const list =
    world.interactions.length === 0
      ? []
      : [
          create("orders-2026-h1.csv", "events", 184_200_400, {
            status: "running",
            bytesRead: 61_200_000,
            rowsRead: 402_119,
            rowsTaken: 402_081,
            rowsFailed: 38,
            createdAt: ago(0.1),
          }),
          create("crm-contacts.jsonl", "people", 8_204_113, { status: "uploaded", createdAt: ago(0.4) }),
          create("support-tickets-2025.csv", "events", 44_120_000, {
            status: "paused",
            bytesRead: 30_000_000,
            rowsRead: 220_412,
            rowsTaken: 220_400,
            rowsFailed: 12,
            createdAt: ago(20),
          }),
          create(
            "accounts-with-a-very-long-file-name-exported-from-the-old-crm-on-2026-06-30-final-v3-really-final.csv",
            "accounts",
            204_113,
            {
              status: "done",
              bytesRead: 204_113,
              rowsRead: 1_302,
              rowsTaken: 1_291,
              rowsFailed: 11,
              createdAt: ago(52),
              finishedAt: ago(51.9),
            },
          ),
          create("people.csv", "people", 12_204_113, {
            status: "done",
            bytesRead: 12_204_113,
            rowsRead: 1_000_000,
            rowsTaken: 1_000_000,
            createdAt: ago(400),
            finishedAt: ago(399),
          }),
          create("broken.csv", "events", 9_113, {
            status: "failed",
            bytesRead: 4_000,
            error: "Line 14 opens a quotation mark that the file never closes. Put the mark right and upload the file again.",
            createdAt: ago(420),
          }),
        ];
  importsOf.set(world, list);
  return list;
}

/** What an upload becomes. */
export function receiveUpload(world: World, fileName: string, kind: Import["kind"], bytes: number): Import {
  const created = create(fileName, kind, bytes);
  listOf(world).unshift(created);
  return created;
}

function advance(item: Import): Import {
  if (item.status === "checking")
    Object.assign(item, { status: "ready", dryRun: { rows: 1_204_900, taken: 1_204_862, failed: 38, firstErrors: errors } });
  if (item.status !== "running") return item;
  item.bytesRead = Math.min(item.bytes, item.bytesRead + Math.ceil(item.bytes / 40));
  item.rowsRead = Math.round(item.bytesRead / 152);
  item.rowsFailed = Math.round(item.rowsRead / 9000);
  item.rowsTaken = item.rowsRead - item.rowsFailed;
  if (item.bytesRead === item.bytes) Object.assign(item, { status: "done", finishedAt: new Date().toISOString() });
  return item;
}

const one = (world: World, id: string) => found(listOf(world).find((item) => item.id === id));

export const importsMock = {
  list: api.imports.list.handler(({ input, context: { world } }) => pageOf(listOf(world).map(advance), input)),
  get: api.imports.get.handler(({ input, context: { world } }) => advance(one(world, input.id))),
  setMapping: api.imports.setMapping.handler(({ input, context: { world } }) =>
    Object.assign(one(world, input.id), {
      mapping: input.mapping,
      kind: input.kind ?? one(world, input.id).kind,
      dryRun: null,
      status: "uploaded" as const,
    }),
  ),
  dryRun: api.imports.dryRun.handler(({ input, context: { world } }) =>
    Object.assign(one(world, input.id), { status: "checking" as const, dryRun: null }),
  ),
  start: api.imports.start.handler(({ input, context: { world } }) => Object.assign(one(world, input.id), { status: "running" as const })),
  pause: api.imports.pause.handler(({ input, context: { world } }) => Object.assign(one(world, input.id), { status: "paused" as const })),
  delete: api.imports.delete.handler(({ input, context: { world } }) => {
    listOf(world).splice(listOf(world).indexOf(one(world, input.id)), 1);
    return { deleted: true as const };
  }),
};
