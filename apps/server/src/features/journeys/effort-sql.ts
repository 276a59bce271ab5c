import { repeatWithinMs } from "@throughline/domain";
import { goalNode, markSql as m } from "./mark-sql.ts";

const contacts = `arrayMap(x -> ${m.ms("x")}, arrayFilter(x -> ${m.isContact("x")}, marks))`;
const talk = `arrayFilter(x -> ${m.isTalk("x")}, marks)`;

/** What an instance cost the customer and brought (`effortOf` of domain/journeys), as SQL over a row of `instance`. `payments`: pairs of mark and amount; without it nothing is known. */
export const effortSql = {
  contacts: `arrayCount(x -> ${m.isContact("x")}, marks)`,
  switches: `arrayCount((before, x) -> ${m.channel("before")} != ${m.channel("x")}, arrayPopBack(${talk}), arrayPopFront(${talk}))`,
  repeats: `arrayCount((before, at) -> at - before <= ${repeatWithinMs}, arrayPopBack(${contacts}), arrayPopFront(${contacts}))`,
  friction: `arrayCount(x -> ${m.isFriction("x")}, marks)`,
  revenue: "arraySum(arrayMap(x -> x.2, arrayFilter(x -> x.1 >= start AND x.1 <= last, payments)))",
};

/** Whether somebody who completed was back with a contact within 7 days: 1 or 0, NULL where that is not known (yet). */
export function cameBackSql(asOf: string): string {
  const isBack = `arrayExists(x -> ${m.isContact("x")} AND ${m.ms("x")} > end_ms AND ${m.ms("x")} <= end_ms + ${repeatWithinMs}, history)`;
  return `if(end_node != ${goalNode}, NULL, if(${isBack}, 1, if(end_ms + ${repeatWithinMs} < ${asOf}, 0, NULL)))`;
}
