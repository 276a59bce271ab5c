import { api, client } from "../../app/api.ts";

export type QuarantinePage = Awaited<ReturnType<typeof api.data.quarantine.call>>;
export type QuarantineItem = QuarantinePage["items"][number];
export type QuarantineStatus = QuarantineItem["status"];
export type ReplayOutcome = Awaited<ReturnType<typeof api.data.replay.call>>;

export const statuses: readonly { value: QuarantineStatus; label: string }[] = [
  { value: "open", label: "Open" },
  { value: "replayed", label: "Replayed" },
  { value: "discarded", label: "Discarded" },
];

/** How many items one call to replay or discard takes. */
export const mostAtOnce = 1000;

/** The ids of the oldest… newest open items of a reason, at most {@link mostAtOnce}. */
export async function openIdsOf(code: string, source: string | undefined): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page: QuarantinePage = await client.data.quarantine({ code, source, status: "open", cursor, limit: 200 });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && ids.length < mostAtOnce);
  return ids.slice(0, mostAtOnce);
}
