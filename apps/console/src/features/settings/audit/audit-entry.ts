import type { api } from "../../../app/api.ts";

export type Entry = Awaited<ReturnType<typeof api.workspace.audit.call>>["items"][number];
