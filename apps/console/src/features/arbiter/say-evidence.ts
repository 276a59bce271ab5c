import type { Verdict } from "@throughline/contract";
import { formatDateTime, formatDate } from "../../ui/format-time.ts";
import { formatShare } from "../../ui/format-number.ts";
import { withoutSeconds } from "./say-decision.ts";

type Evidence = Verdict["evidence"];
const listOf = (value: unknown): Evidence[] =>
  Array.isArray(value) ? value.filter((one): one is Evidence => typeof one === "object" && one !== null) : [];
const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** What a rule found, beyond its sentence: short parts for a line below it. Nothing where the sentence says it all. */
export function sayEvidence({ rule, verdict, evidence }: Pick<Verdict, "rule" | "verdict" | "evidence">, timeZone: string): string[] {
  const moment = (value: unknown) => withoutSeconds(formatDateTime(new Date(text(value)), timeZone));
  switch (rule) {
    case "worth":
      return [`worth ${text(evidence["worth"])}, nothing ${text(evidence["nothing"])}`];
    case "expiry":
      return evidence["expires"] === undefined ? [] : [`expires ${moment(evidence["expires"])}`];
    case "consent":
      if (typeof evidence["at"] === "string") return [`answered ${formatDate(new Date(evidence["at"]), timeZone)}`];
      return Array.isArray(evidence["asked"]) ? [`looked for: ${evidence["asked"].join(", ")}`] : [];
    case "cap":
      return listOf(evidence["caps"]).map(({ name, used, max }) => `${text(name)} ${text(used)} of ${text(max)}`);
    case "complaint":
    case "conversation":
      return listOf(evidence["open"]).map(({ since }) => `open since ${moment(since)}`);
    case "score":
      return listOf(evidence["scores"]).map(
        ({ kind, score, at }) => `${text(kind)} ${text(score)} on ${formatDate(new Date(text(at)), timeZone)}`,
      );
    case "holdout":
      return listOf(evidence["draws"]).map(
        ({ of, share, held }) => `${held === true ? "in" : "not in"} the ${formatShare(Number(share))} of ${text(of)}`,
      );
    case "ownership": {
      const tiers = Array.isArray(evidence["tiers"]) ? evidence["tiers"] : [];
      return [`${text(evidence["stakes"])} stakes`, tiers.length > 0 ? `tier ${tiers.join(", ")}` : "no tier"];
    }
    case "quiet_hours":
      return verdict === "wait" ? [`quiet from ${text(evidence["from"])} to ${text(evidence["to"])}`] : [];
    case "gap":
    case "reachable":
      return [];
  }
}
