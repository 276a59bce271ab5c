import { momentRows, outcomeRows, pageKey, signalRows } from "./friction-rows.ts";

const gapMs = 30 * 60_000;

/**
 * One row for each page that a session came to in the range, if anybody met friction there: session_key, person, page_key, arrived_ms, device, progress (how far the session
 * had come: 0 it began here, 1 under 5 moments, 2 under 20, 3 more), things (what hit it there), ticket, abandoned. Sessions are those of the source; where it names
 * none, a person's moments without a gap of 30 minutes.
 *
 * A ticket: the person sought help after coming to the page, within the session or 24 hours. Abandoned: the page is the session's last, and the person achieved nothing after coming to it,
 * in the same time. Both are asked from the arrival on, not from the signal, so that sessions with and without one have the same time to end badly.
 */
export function visitRows(thing: string): string {
  const byGap = `if(session_id = '', arraySplit((moment, gap) -> gap > ${gapMs}, stream, arrayDifference(stream.1)), [stream])`;
  const sessions = `SELECT cityHash64(person, session_id, moments[1].1) AS session_key, person, device, moments, moments[-1].1 AS ended_ms,
      arrayLast(moment -> moment.4 = 1, moments).2 AS last_page
    FROM (SELECT person, session_id, anyLast(device) AS device, arraySort(groupArray((ms, page_key, thing, is_page))) AS stream
      FROM (${momentRows(thing)}) GROUP BY person, session_id)
    ARRAY JOIN ${byGap} AS moments`;
  const pages = `SELECT session_key, person, device, ended_ms, last_page, page_key, moments, indexOf(moments.2, page_key) AS place
    FROM (${sessions}) ARRAY JOIN arrayDistinct(moments.2) AS page_key`;
  const visits = `SELECT session_key, person, device, page_key, last_page, moments[place].1 AS arrived_ms, greatest(ended_ms, arrived_ms + {horizonMs:Int64}) AS until_ms,
      multiIf(place = 1, 0, place <= 5, 1, place <= 20, 2, 3) AS progress,
      arrayDistinct(arrayMap(moment -> moment.3, arrayFilter(moment -> moment.2 = page_key AND moment.3 != 0, moments))) AS things
    FROM (${pages}) WHERE page_key IN (SELECT ${pageKey} FROM (${signalRows("readToMs")})) AND arrived_ms >= {fromMs:Int64} AND arrived_ms < {toMs:Int64}`;
  return `SELECT session_key, v.person AS person, device, page_key, arrived_ms, progress, things,
      arrayExists(at -> at > arrived_ms AND at <= until_ms, tickets) AS ticket,
      last_page = page_key AND NOT arrayExists(at -> at > arrived_ms AND at <= until_ms, goals) AS abandoned
    FROM (${visits}) AS v LEFT JOIN (${outcomeRows}) AS o ON v.person = o.person`;
}
