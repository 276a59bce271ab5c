import type { ClickHouse } from "../../apps/server/src/platform/clickhouse/index.ts";

export type InsightsData = {
  workspaceId: string;
  /** Rows to make; they come in visits of eight interactions, five visits a person. */
  rows: number;
  /** First day, as 2026-01-01. */
  from: string;
  days: number;
};

/** Interactions a person has, but for a few busy ones who have some hundred times as many. */
export const rowsPerPerson = 40;
const rowsPerVisit = 8;
const rowsPerInsert = 2_000_000;

/** Names and how many of 100 rows have them; what is bought comes later in a visit than what is looked at. */
const names = `multiIf(
  roll < 34, 'Page Viewed',
  roll < 46, 'Product Viewed',
  roll < 54, if(place < 2, 'Search Performed', 'Product Added'),
  roll < 60, if(place < 4, 'Product Viewed', 'Checkout Started'),
  roll < 63, if(place < 5, 'Page Viewed', 'Order Completed'),
  roll < 72, 'Search Performed',
  roll < 80, 'Article Read',
  roll < 85, 'Message Sent',
  roll < 90, 'Video Played',
  roll < 94, 'Coupon Viewed',
  roll < 97, 'Signed In', 'Signed Out')`;

/**
 * Fills `interaction` with behaviour that looks like a shop's, made inside the engine and the same every time: a row's number decides everything.
 * 20 million rows take some minutes. Gives how many people there are.
 */
export async function fillInsightsData(
  clickhouse: ClickHouse,
  { workspaceId, rows, from, days }: InsightsData,
): Promise<{ people: number }> {
  for (let start = 0; start < rows; start += rowsPerInsert) {
    const n = Math.min(rowsPerInsert, rows - start);
    await clickhouse.command(
      `INSERT INTO interaction (workspace_id, id, profile_id, account_id, at, received_at, kind, name, channel, actor, session_id, path, device, browser, utm_source, properties)
       SETTINGS max_insert_threads = 1, max_execution_time = 0
       WITH
         if(cityHash64(number, 1) % 1000 = 0, number % 50, intDiv(number, ${rowsPerPerson})) AS person,
         intDiv(number, ${rowsPerVisit}) AS visit,
         number % ${rowsPerVisit} AS place,
         cityHash64(number, 2) % 100 AS roll,
         toInt64(toUnixTimestamp(toDateTime({from:String}, 'UTC'))) * 1000 + cityHash64(visit, 3) % ({days:UInt32} * 86400000 - 3600000) + place * 60000 + cityHash64(number, 4) % 55000 AS ms
       SELECT {workspaceId:UUID}, reinterpretAsUUID(reverse(reinterpretAsFixedString(toUInt128(number) + 1))), cityHash64(person, 5) % 9000000000000000000, 1 + person % 5000,
         fromUnixTimestamp64Milli(ms, 'UTC'), fromUnixTimestamp64Milli(ms + 500, 'UTC'), if(${names} = 'Page Viewed', 'page', 'track'), ${names}, 'web', 'customer',
         concat('s', toString(visit)), if(${names} = 'Page Viewed', concat('/p/', toString(cityHash64(number, 6) % 60)), ''),
         ['desktop', 'mobile', 'tablet'][1 + cityHash64(person, 7) % 3], ['Chrome', 'Safari', 'Firefox', 'Edge'][1 + cityHash64(person, 8) % 4], ['', 'google', 'news'][1 + cityHash64(visit, 9) % 3],
         concat('{"plan":"', ['free', 'pro', 'team', 'enterprise'][1 + cityHash64(person, 10) % 4], '","amount":', toString(cityHash64(number, 11) % 500), '}')
       FROM numbers({start:UInt64}, {n:UInt64})`,
      { workspaceId, from: `${from} 00:00:00`, days, start, n },
    );
  }
  return { people: Math.ceil(rows / rowsPerPerson) };
}
