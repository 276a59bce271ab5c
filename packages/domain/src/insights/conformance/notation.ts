import type { JsonObject } from "../../collect/message.ts";
import { fromWallMs } from "../zone.ts";
import type { ConformanceEvent } from "./conformance-case.ts";

/** The day that clock times without a date count from: a Monday. */
export const firstDay = "2026-03-02";

/**
 * One message: what, when, and what it carries.
 *
 *     A0:30                 track call A, half an hour into Monday 2 March 2026 by the workspace's clocks; A26:00 is Tuesday 02:00, A0:00:01.500 has milliseconds
 *     A@03-29               on 29 March 2026 at noon; A@03-29T02:30 at half past two, A@2025-12-31 in another year, A@10-25T00:30Z by UTC
 *     /pricing@0:30         page call with that path; page:Home@0:30 page call without a path, screen:Cart@0:30 likewise, identify@0:30 a call of that kind
 *     A0:30{plan:pro,n:5}   with properties: numbers, true, false, null, texts (also "quoted"), lists [a|b]
 *     A0:30~s1#acme!bot     in session s1, for account acme, by a bot
 */
export function parseEvent(person: string, token: string, timezone: string): ConformanceEvent {
  const match = tokenPattern.exec(token);
  const groups = match?.groups;
  if (!groups) throw new SyntaxError(`no event: ${token}`);
  return {
    person,
    account: groups.account ?? null,
    session: groups.session ?? "",
    at: timeOf(groups.time ?? "", timezone),
    ...kindOf(groups.what ?? ""),
    bot: groups.bot !== undefined,
    properties: propertiesOf(groups.properties),
  };
}

const tokenPattern =
  /^(?<what>[A-Za-z_]+?|\/[^@\s]*|[a-z]+:[^@\s]+)(?:@(?<time>[\d:.TZ-]+)|(?<time>\d+:[\d:.]+))(?:\{(?<properties>[^}]*)\})?(?:~(?<session>[^#!\s]+))?(?:#(?<account>[^!\s]+))?(?<bot>!bot)?$/u;

const namedKinds = { identify: "Identified", group: "Joined Account", alias: "Aliased" } as const;

function kindOf(what: string): Pick<ConformanceEvent, "kind" | "name" | "path"> {
  if (what.startsWith("/")) return { kind: "page", name: "Page Viewed", path: what };
  if (what.startsWith("page:")) return { kind: "page", name: what.slice(5), path: "" };
  if (what.startsWith("screen:")) return { kind: "screen", name: what.slice(7), path: "" };
  if (what === "identify" || what === "group" || what === "alias") return { kind: what, name: namedKinds[what], path: "" };
  return { kind: "track", name: what, path: "" };
}

function timeOf(text: string, timezone: string): number {
  if (text.includes("-")) {
    const [date = "", clock = "12:00"] = text.replace("Z", "").split("T");
    const full = date.length === 5 ? `2026-${date}` : date;
    const wallMs = Date.parse(`${full}T00:00:00Z`) + clockMs(clock);
    return text.endsWith("Z") ? wallMs : fromWallMs(wallMs, timezone);
  }
  return fromWallMs(Date.parse(`${firstDay}T00:00:00Z`), timezone) + clockMs(text);
}

function clockMs(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}

function propertiesOf(text: string | undefined): JsonObject {
  if (!text) return {};
  return Object.fromEntries(
    text.split(",").map((part) => {
      const colon = part.indexOf(":");
      return [part.slice(0, colon), valueOf(part.slice(colon + 1))];
    }),
  );
}

function valueOf(text: string): unknown {
  if (text.startsWith("[")) return text.slice(1, -1).split("|").filter(Boolean).map(valueOf);
  if (text.startsWith('"')) return text.slice(1, -1);
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
