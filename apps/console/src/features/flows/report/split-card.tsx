import { Alert } from "@mantine/core";
import type { FlowReport } from "@throughline/contract";
import { Card } from "../../../ui/card.tsx";
import { formatCount, formatShare } from "../../../ui/format-number.ts";
import { IntervalLine } from "./interval-line.tsx";
import { formatPoints, scaleOf } from "./lift-words.ts";
import classes from "./report.module.css";

/** The variants of a split against the first, with intervals. */
export function SplitCard({ split }: { split: FlowReport["splits"][number] }) {
  const all = split.variants.reduce((sum, { weight }) => sum + weight, 0);
  const { place, most } = scaleOf(split.variants.flatMap(({ againstFirst: one }) => [one?.absolute ?? 0, one?.low ?? 0, one?.high ?? 0]));
  return (
    <Card title={split.label} hint={split.goal ?? "no goal to compare by"} flush>
      {split.sampleRatio.alarm ? (
        <Alert color="bleed" m={12} title="The variants are not as they were drawn">
          That does not happen by chance: do not trust the comparison before it is known why.
        </Alert>
      ) : null}
      <div className={classes.tableScroll} tabIndex={0} role="region" aria-label={`Variants of ${split.label}`}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col">Weight</th>
              <th scope="col">People</th>
              <th scope="col">Goal reached</th>
              <th scope="col" className={classes.drawn}>
                Against the first, points (± {formatPoints(most).slice(1)})
              </th>
            </tr>
          </thead>
          <tbody>
            {split.variants.map(({ key, label, weight, people, reached, rate, low, high, againstFirst }) => (
              <tr key={key}>
                <td dir="auto">{label || key.toUpperCase()}</td>
                <td>{all === 0 ? "–" : formatShare(weight / all)}</td>
                <td>{formatCount(people)}</td>
                <td title={`${formatCount(reached)} people`}>
                  {rate === null ? "–" : formatShare(rate)}{" "}
                  {low === null || high === null ? null : (
                    <span className="faint small">
                      {formatShare(low)} – {formatShare(high)}
                    </span>
                  )}
                </td>
                <td className={classes.drawn}>
                  {againstFirst === null || againstFirst.absolute === null ? (
                    <span className="faint">{againstFirst === null ? "the first" : "–"}</span>
                  ) : (
                    <span className={classes.withNumber}>
                      <IntervalLine
                        value={againstFirst.absolute}
                        low={againstFirst.low}
                        high={againstFirst.high}
                        decided={againstFirst.decided}
                        place={place}
                      />
                      <span>{formatPoints(againstFirst.absolute)}</span>
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
