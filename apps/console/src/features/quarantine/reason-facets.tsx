import { formatCount } from "../../ui/format-number.ts";
import type { QuarantinePage } from "./quarantine-query.ts";
import classes from "./quarantine.module.css";
import { reasonOf } from "./reasons.ts";

type ReasonFacetsProps = { byCode: QuarantinePage["byCode"]; chosen: string | undefined; onChoose: (code: string | undefined) => void };

/** How much there is of each reason; a click narrows the list to it, another widens it again. */
export function ReasonFacets({ byCode, chosen, onChoose }: ReasonFacetsProps) {
  const facets = chosen === undefined || byCode.some(({ code }) => code === chosen) ? byCode : [...byCode, { code: chosen, count: 0 }];
  if (facets.length === 0) return null;
  const most = Math.max(1, ...facets.map(({ count }) => count));
  return (
    <div className={classes.facets} role="group" aria-label="Reasons">
      {facets.map(({ code, count }) => (
        <button
          key={code}
          type="button"
          className={classes.facet}
          aria-pressed={code === chosen}
          onClick={() => onChoose(code === chosen ? undefined : code)}
        >
          <span className={classes.facetLabel}>{reasonOf(code).label}</span>
          <span className={`${classes.facetCount} numbers`}>{formatCount(count)}</span>
          <span className={classes.bar} aria-hidden="true">
            <i style={{ width: `${Math.max(2, (count / most) * 100)}%` }} />
          </span>
        </button>
      ))}
    </div>
  );
}
