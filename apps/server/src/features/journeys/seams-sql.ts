import { lostAfterMs, repeatWithinMs, type MapPeriod, type Span } from "@throughline/domain";
import { z } from "zod";
import { instanceTables, type InstancesQuestion } from "./instances-sql.ts";
import { actorOrder, channelOrder, markSql as m } from "./mark-sql.ts";

const text = (name: string): string => `ifNull(properties.\`${name}\`.:String, '')`;
const actorIs = (mark: string, actor: string): string => `${m.actor(mark)} = ${actorOrder.indexOf(actor)}`;
/** The pieces that `piecesOf` of the domain gives, by their hash: only whether they come again is asked. */
const pieces = `arrayMap(x -> cityHash64(x), arrayFilter(x -> lengthUTF8(x) >= 20, arrayMap(x -> lower(trimBoth(x)), splitByRegexp('[.!?:;\\n]',
  multiIf(actor = 'customer', ${text("text")}, actor = 'agent', ${text("summary")}, '')))))`;
/** What hand-offs are seen by: team, pieces, and what is announced of channel, actor and team (from, to). */
const detail = `(${text("team")}, ${pieces}, [${text("fromChannel")}, ${text("toChannel")}], [${text("from")}, ${text("to")}], [${text("fromTeam")}, ${text("toTeam")}])`;
/** Whether a row announces anything. */
const tells = `(${text("toChannel")} != '' OR ${text("to")} != '' OR ${text("toTeam")} != '')`;

const channels = `[${channelOrder.map((channel) => `'${channel}'`).join(", ")}]`;
/** Of each kind: the sides of the interactions of `talk`, '' for those that have none; and what they announce. */
const kinds = `[
  ('channel', arrayMap(x -> ${channels}[${m.channel("x.1")}], talk), arrayMap(x -> if(has(x.2.3, '') OR x.2.3[1] = x.2.3[2], ['', ''], x.2.3), talk)),
  ('actor', arrayMap(x -> multiIf(${actorIs("x.1", "bot")}, 'bot', ${actorIs("x.1", "agent")}, 'human', ''), talk),
    arrayMap(x -> if(hasAll(['bot', 'human'], x.2.4) AND x.2.4[1] != x.2.4[2], x.2.4, ['', '']), talk)),
  ('team', arrayMap(x -> if(${actorIs("x.1", "bot")} OR ${actorIs("x.1", "agent")}, x.2.1, ''), talk), arrayMap(x -> if(has(x.2.5, '') OR x.2.5[1] = x.2.5[2], ['', ''], x.2.5), talk))]`;

/** CTEs up to `crossing`, one row for each hand-off inside an instance, by the rules of `crossingsOf` in domain/journeys. */
export function crossingTables(question: InstancesQuestion, fromMs: number): string {
  const { parameters, asOfMs } = question;
  const asOf = parameters.add(asOfMs, "UInt64");
  const carry = [
    ...(question.carry ?? []),
    { name: "details", expression: detail, when: m.isTalk("mark") },
    { name: "tellings", expression: tells, when: "one_of_tellings" },
  ];
  // Most instances stay on one channel and meet no bot, no agent and no announcement: there is no hand-off in them to look for.
  const mayCross = `notEmpty(tellings) OR arrayUniq(arrayMap(x -> ${m.channel("x")}, arrayFilter(x -> ${m.isTalk("x")}, marks))) > 1 OR arrayExists(x -> ${actorIs("x", "bot")} OR ${actorIs("x", "agent")}, marks)`;
  const said = (list: string, condition: string) => `arrayFlatten(arrayMap(x -> x.2.2, arrayFilter(x -> ${condition}, ${list})))`;
  return `${instanceTables({ ...question, carry })},
    talked AS (
      SELECT *, arrayFilter(x -> x.1 >= start AND x.1 <= last, details) AS talk, arrayMap(x -> ${m.ms("x")}, arrayFilter(x -> ${m.isContact("x")}, history)) AS contact_times
      FROM instance WHERE (end_node = 0 OR end_ms >= ${parameters.add(fromMs, "UInt64")}) AND (${mayCross})
    ),
    sided AS (SELECT *, arrayJoin(${kinds}) AS sides, sides.1 AS kind, sides.2 AS side, sides.3 AS announces FROM talked),
    announced AS (
      SELECT *, arrayMap(j -> (announces[j][1], announces[j][2], j, arrayFirst(i -> i > j AND side[i] = announces[j][2], arrayEnumerate(side)), 1),
          arrayFilter(j -> announces[j][2] != '', arrayEnumerate(side))) AS told,
        arrayFilter(i -> side[i] != '', arrayEnumerate(side)) AS placed
      FROM sided
    ),
    paired AS (
      SELECT *, arrayJoin(arrayConcat(told, arrayFilter(o -> NOT arrayExists(t -> t.1 = o.1 AND t.2 = o.2 AND t.4 = o.4, told),
          arrayMap((a, b) -> (side[a], side[b], a, b, 0), arrayPopBack(placed), arrayPopFront(placed))))) AS pair
      FROM announced
    ),
    crossing AS (
      SELECT subject, start, marks, concat(kind, ':', pair.1, '>', pair.2) AS seam, pair.5 AS is_told, ${m.ms("talk[pair.3].1")} AS at_ms, if(pair.4 > 0, ${m.ms("talk[pair.4].1")}, 0) AS arrived_ms,
        multiIf(pair.4 > 0, 'arrived', end_node > 0 OR at_ms + ${lostAfterMs} < ${asOf}, 'lost', 'pending') AS state,
        arrived_ms > 0 AND hasAny(${said("arraySlice(talk, 1, pair.3)", actorIs("x.1", "customer"))}, ${said("arraySlice(talk, pair.4)", `${m.ms("x.1")} <= arrived_ms + ${repeatWithinMs}`)}) AS is_retold,
        arrived_ms > 0 AND (is_retold OR arrayExists(x -> x > arrived_ms AND x <= arrived_ms + ${repeatWithinMs}, contact_times)) AS is_repeated,
        arrayLast(x -> ${m.stage("x")} > 0 AND x <= talk[pair.3].1, marks) AS stage_mark, ${m.stage("stage_mark")} AS stage_node${(question.carry ?? []).map(({ name }) => `, ${name}`).join("")}
      FROM paired WHERE pair.1 != pair.2
    )`;
}

/** Numbers of nodes (0: in no stage yet) with a count each; nought is left out. */
const perStage = z.array(z.tuple([z.number(), z.number()]));
export const seamRowSchema = z.object({
  seam: z.string(),
  period: z.number(),
  told: z.number(),
  crossed: z.number(),
  arrived: z.number(),
  pending: z.number(),
  lost: z.number(),
  repeated: z.number(),
  retold: z.number(),
  gaps: z.tuple([z.number().nullable(), z.number().nullable()]),
  crossed_at: perStage.describe("Of `crossed`, by the stage where the one side was left"),
  harmed_at: perStage.describe("Of `lost` and `repeated`"),
});
export type SeamRow = z.infer<typeof seamRowSchema>;

const byStage = (counted: string): string => {
  const sums = `sumMap([stage_node], [toUInt32(${counted})])`;
  return `arrayMap((node, count) -> (toUInt8(node), toUInt32(count)), ${sums}.1, ${sums}.2)`;
};

/** Hand-offs by seam and period (1 current, 0 previous), in one statement. */
export function seamsStatement(question: InstancesQuestion, periods: Record<MapPeriod, Span>): string {
  const bound = (ms: number) => question.parameters.add(ms, "UInt64");
  return `WITH ${crossingTables(question, periods.previous.fromMs)}
    SELECT seam, toUInt8(at_ms >= ${bound(periods.current.fromMs)}) AS period, toUInt32(sum(is_told)) AS told, toUInt32(count()) AS crossed, toUInt32(countIf(state = 'arrived')) AS arrived,
      toUInt32(countIf(state = 'pending')) AS pending, toUInt32(countIf(state = 'lost')) AS lost, toUInt32(countIf(is_repeated)) AS repeated, toUInt32(countIf(is_retold)) AS retold,
      quantilesExactInclusiveIf(0.5, 0.9)(arrived_ms - at_ms, arrived_ms > 0) AS gaps,
      ${byStage("1")} AS crossed_at, ${byStage("state = 'lost' OR is_repeated")} AS harmed_at
    FROM crossing
    WHERE (at_ms >= ${bound(periods.current.fromMs)} AND at_ms < ${bound(periods.current.toMs)}) OR (at_ms >= ${bound(periods.previous.fromMs)} AND at_ms < ${bound(periods.previous.toMs)})
    GROUP BY seam, period`;
}
