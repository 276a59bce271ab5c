import { failedNode, ProductError, type Cell, type JourneyKpi } from "@throughline/contract";
import type { Span } from "@throughline/domain";
import { personExpression } from "../timeline/index.ts";
import { cameBackSql, effortSql } from "./effort-sql.ts";
import { channelOrder, expiredNodeNumber, failureNode, goalNode, markSql as m } from "./mark-sql.ts";
import { instanceTables, pathTable, type InstancesQuestion } from "./instances-sql.ts";
import { nodeNumber } from "./read-tallies.ts";
import { crossingTables } from "./seams-sql.ts";

export type JourneyCell = Extract<Cell, { kind: "journey" }>;

/** Who is behind an instance: the person, or for an account's journey the person whose interaction began it. */
const starters = { name: "starters", expression: personExpression, when: m.isEntry("mark") };
const person = "arrayFirst(x -> x.1 = start, starters).2";

/** A subquery of the ids of people behind one number of the map, each once: a column `person_id`. Throws `invalid_input` for a stage that the journey does not have. */
export function peopleBehind(question: InstancesQuestion, cell: JourneyCell, range: Span): string {
  const { parameters } = question;
  const asked = { ...question, carry: [starters, ...(question.carry ?? [])] };
  const [from, to] = [parameters.add(range.fromMs, "UInt64"), parameters.add(range.toMs, "UInt64")];
  const isIn = (ms: string) => `(${ms} >= ${from} AND ${ms} < ${to})`;
  if (cell.seam !== undefined) {
    const state = cell.crossing === "lost" ? " AND state = 'lost'" : cell.crossing === "repeated" ? " AND is_repeated" : "";
    return `WITH ${crossingTables(asked, range.fromMs)} SELECT DISTINCT ${person} AS person_id FROM crossing WHERE seam = ${parameters.add(cell.seam, "String")} AND ${isIn("at_ms")}${state}`;
  }
  return `WITH ${instanceTables(asked)}, ${pathTable} SELECT DISTINCT ${person} AS person_id FROM path WHERE ${cellCondition(question, cell, { isIn, from, to })}`;
}

/** The same of a journey by account: a subquery of the ids of accounts, each once. */
export function accountsBehind(question: InstancesQuestion, cell: JourneyCell, range: Span): string {
  const { parameters } = question;
  const [from, to] = [parameters.add(range.fromMs, "UInt64"), parameters.add(range.toMs, "UInt64")];
  const isIn = (ms: string) => `(${ms} >= ${from} AND ${ms} < ${to})`;
  return `WITH ${instanceTables(question)}, ${pathTable} SELECT DISTINCT subject AS account_id FROM path WHERE ${cellCondition(question, cell, { isIn, from, to })}`;
}

type Bounds = { isIn: (ms: string) => string; from: string; to: string };

/** A condition on a row of `path`: the instance is one behind the number. */
function cellCondition({ definition }: InstancesQuestion, cell: JourneyCell, { isIn, to }: Bounds): string {
  const numberOf = (node: string, field: string): number => {
    const found = nodeNumber(definition, node);
    if (found !== null) return found;
    throw new ProductError("invalid_input", `The journey has no stage ${JSON.stringify(node)}.`, {
      issues: [{ field, message: "is not of this journey", accepted: definition.stages.map((stage) => stage.key).join(", ") }],
    });
  };
  const ended = (node: string) => `end_node = ${node} AND ${isIn("end_ms")}`;
  const last = m.node("path[-1]");
  const ofStage = cell.stage === undefined ? null : numberOf(cell.stage, "cell.stage");
  const whole = `if(end_node > 0, arrayPushBack(path, ${m.make("end_ms", "end_node")}), path)`;
  if (ofStage !== null && cell.to !== undefined) {
    const target = numberOf(cell.to, "cell.to");
    return `arrayExists((x, next) -> ${m.node("x")} = ${ofStage} AND ${m.node("next")} = ${target} AND ${isIn(m.ms("next"))}, arrayPopBack(${whole}), arrayPopFront(${whole}))`;
  }
  if (cell.figure !== undefined) return `${isIn(m.ms("start"))} AND ${counts(cell.figure, definition.revenue !== null, to)}`;
  const inStage = ofStage === null ? "true" : `${last} = ${ofStage}`;
  const isThere = (mark: string) => (ofStage === null ? [] : [`${m.node(mark)} = ${ofStage}`]);
  const isOn = (mark: string, channel: string | undefined) =>
    channel === undefined ? [] : [`${m.channel(mark)} = ${channelOrder.indexOf(channel) + 1}`];
  const somewhere = (mark: string, test: string) =>
    `arrayExists(${mark} -> ${[test, isIn(m.ms(mark)), ...isThere(mark), ...isOn(mark, cell.channel)].join(" AND ")}, places)`;
  switch (cell.status) {
    case "active":
      return somewhere("x", "true");
    case "contacted":
      return somewhere("x", m.isContact("x"));
    case "hindered":
      return somewhere("x", m.isFriction("x"));
    case "switched": {
      const talk = `arrayFilter(x -> ${m.isTalk("x")}, places)`;
      const ways = [...isOn("before", cell.channel), ...isOn("x", cell.toChannel), ...isThere("x")].map((part) => ` AND ${part}`).join("");
      return `arrayExists((before, x) -> ${m.channel("before")} != ${m.channel("x")} AND ${isIn(m.ms("x"))}${ways}, arrayPopBack(${talk}), arrayPopFront(${talk}))`;
    }
    case "now":
      return `end_node = 0 AND ${m.ms("start")} < ${to} AND ${inStage}`;
    case "completed":
      return `${ended(String(goalNode))} AND ${inStage}`;
    case "failed": {
      const kind = cell.failure === undefined ? null : numberOf(failedNode(cell.failure), "cell.failure");
      return `${kind === null ? `end_node >= ${failureNode(0)} AND end_node < ${expiredNodeNumber}` : `end_node = ${kind}`} AND ${isIn("end_ms")} AND ${inStage}`;
    }
    case "dropped":
      return `end_node > ${goalNode} AND ${isIn("end_ms")} AND ${inStage}`;
    case "left":
      if (ofStage === null) return `end_node > 0 AND ${isIn("end_ms")}`;
      return `arrayExists((x, next) -> ${m.node("x")} = ${ofStage} AND ${m.node("next")} != ${ofStage} AND ${isIn(m.ms("next"))}, arrayPopBack(${whole}), arrayPopFront(${whole}))`;
    case "entered":
      if (ofStage === null) return isIn(m.ms("start"));
      return `arrayExists((x, since) -> x = since AND ${m.node("x")} = ${ofStage} AND ${isIn(m.ms("x"))}, path, path_starts)`;
  }
}

/** Whether an instance counts in a figure: it is done (or was back, or paid), or anything of the kind happened in it. */
function counts(figure: JourneyKpi, hasRevenue: boolean, asOf: string): string {
  switch (figure) {
    case "completion":
    case "timeMedian":
    case "timeP90":
      return `end_node = ${goalNode}`;
    case "repeatContact":
      return `${cameBackSql(asOf)} = 1`;
    case "revenue":
      return hasRevenue ? `${effortSql.revenue} != 0` : "false";
    default:
      return `${effortSql[figure]} > 0`;
  }
}
