import type { Range } from "@throughline/contract";
import type { Parts } from "./ask.ts";
import { withWhere, type Composed } from "./composed.ts";
import { takeNouns } from "./read-units.ts";

const who = "(?:people|users|customers|they|visitors|accounts)";
const things = "(?:steps?|events?|things|actions?|interactions?|pages?)";
const asked = [
  `what (?:do|did) ${who} do (?:right |next |directly )?(?:next after|after|before)`,
  "what (?:happens|happened|comes|do .{0,20}? do) (?:right |next |directly )?(?:after|before)",
  `where (?:do|did) ${who} go (?:next )?(?:after|from|before)`,
  `(?:which|what) ${things} (?:do|did) ${who} (?:go to|visit|open) (?:next |right |directly )?(?:after|before)`,
  `(?:(?:which|what) ${things}|what) (?:lead|leads|led) (?:up )?to`,
].map((source) => new RegExp(source));
const named =
  /(?:user |customer |click )?(?:paths?|flows?|routes?)(?: (?:to|from|after|before|leading to|that lead to|starting (?:with|at|from)|ending (?:with|at|in)))?/;

/** Ways through what customers do: from an event or page on, or up to one. */
export function paths({ reading, mentions, where }: Parts, range: Range): Composed | null {
  const question = asked.map((pattern) => reading.take(pattern)).find((found) => found !== null);
  const said = question ?? (reading.has(/(?:by|per|for each) (?:paths?|flows?|routes?)/) ? null : reading.take(named));
  if (!said) return null;
  const isEnd = /before|to$|leading to|lead to|ending/i.test(said[0]);
  takeNouns(reading);
  if (mentions.length > 1) return { reason: "Paths begin or end at one event; the question names several." };
  const steps = reading.take(/(?:in |within |of )?(\d{1,2}) steps?/);
  const name = mentions[0]?.thing.name;
  const page = reading.take(/\/\S+/)?.[0];
  const ofPages = /pages?/i.test(said[0]) || reading.take(/pages?/) !== null || page !== undefined;
  if (name && ofPages) return { reason: "A path of pages begins or ends at a page, such as /pricing. Ask for pages, or for events." };
  const at = name ?? page;
  return {
    query: {
      kind: "paths",
      range,
      nodes: ofPages ? "page" : reading.take(/events?/) || name ? "event" : "both",
      ...(at ? (isEnd ? { end: at } : { start: at }) : {}),
      ...(steps ? { steps: Number(steps[1]) } : {}),
      ...withWhere(where),
    },
  };
}
