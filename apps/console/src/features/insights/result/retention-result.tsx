import { ChartCard } from "../../../ui/chart/chart-card.tsx";
import { formatCount, formatShare, plural } from "../../../ui/format-number.ts";
import { meanRetention } from "./mean-retention.ts";
import classes from "./result.module.css";
import { formatPeriod, type ShowProps } from "./show.ts";
import { TablePicture } from "./table-picture.tsx";

/** Cohorts as rows, periods as columns; the darker, the more came back. */
export function RetentionResult({ query, answer, onOpen }: ShowProps<"retention">) {
  const { cohorts } = answer;
  const people = cohorts.reduce((sum, { size }) => sum + size, 0);
  // Periods that have begun for no cohort say nothing.
  const columns = 1 + Math.max(-1, ...cohorts.map(({ counts }) => counts.findLastIndex((count) => count !== null)));
  const means = Array.from({ length: columns }, (_, k) => meanRetention(cohorts, k));
  const [, first] = means;
  // Everybody is there at the beginning: shades tell those who came back from each other.
  const most = Math.max(0, ...cohorts.flatMap(({ size, counts }) => counts.slice(1).map((count) => (size > 0 ? (count ?? 0) / size : 0))));
  const shade = (share: number, k: number) => Math.round(k === 0 ? 8 : most > 0 ? (share / most) * 46 : 0);
  // What has not begun is null: the one before it is running.
  const isOpen = cohorts.some(({ counts }) => counts.includes(null));
  const title =
    first === undefined || first === null
      ? `People back, by ${query.period} after they began`
      : `${formatShare(first)} are back ${query.criterion === "on" ? "in" : "in or after"} the first ${query.period} after`;
  const head = (k: number) => (k === 0 ? `same ${query.period}` : `${query.period.charAt(0).toUpperCase()}${query.period.slice(1)} ${k}`);
  const open = (at: string, period: number) =>
    onOpen(
      { kind: "retention", at, period },
      `Began ${formatPeriod(at, query.period)}, back ${period === 0 ? `in the same ${query.period}` : `${query.period} ${period}`}`,
    );
  return (
    <ChartCard
      title={title}
      hint={`n ${plural(people, query.cohort === "first" ? "person" : "start", query.cohort === "first" ? "people" : "starts")} in ${plural(cohorts.length, "cohort")} · share of each cohort${isOpen ? ` · a row’s last ${query.period} is not over yet` : ""}`}
      fileName="retention"
      table={{
        columns: ["Cohort", "size", ...Array.from({ length: columns }, (_, k) => head(k))],
        rows: cohorts.map(({ at, size, counts }) => [
          formatPeriod(at, query.period),
          size,
          ...counts.slice(0, columns).map((count) => count ?? ""),
        ]),
      }}
      openCell={(row, column) => {
        const cohort = cohorts[row];
        const count = cohort?.counts[column - 2];
        return cohort && count ? () => open(cohort.at, column - 2) : null;
      }}
    >
      <TablePicture
        columns={[{ title: "Cohort", width: 130 }, { title: "size", width: 64 }, ...means.map((_, k) => ({ title: head(k), width: 84 }))]}
        rows={[
          [
            { text: "All, weighted" },
            { text: formatCount(people) },
            ...means.map((mean) => ({ text: mean === null ? "" : formatShare(mean) })),
          ],
          ...cohorts.map(({ at, size, counts }) => [
            { text: formatPeriod(at, query.period) },
            { text: formatCount(size) },
            ...counts
              .slice(0, columns)
              .map((count, k) =>
                count === null || size === 0 ? { text: "" } : { text: formatShare(count / size), shade: shade(count / size, k) / 100 },
              ),
          ]),
        ]}
      />
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Retention by cohort">
        <table className={`${classes.table} ${classes.heat}`}>
          <thead>
            <tr>
              <th scope="col">Cohort</th>
              <th scope="col">size</th>
              {means.map((_, k) => (
                <th key={k} scope="col">
                  {head(k)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">All, weighted</th>
              <td>{formatCount(people)}</td>
              {means.map((mean, k) => (
                <td key={k}>
                  <b>{mean === null ? "" : formatShare(mean)}</b>
                </td>
              ))}
            </tr>
            {cohorts.map(({ at, size, counts }) => (
              <tr key={at}>
                <th scope="row">{formatPeriod(at, query.period)}</th>
                <td>{formatCount(size)}</td>
                {counts.slice(0, columns).map((count, k) => (
                  <td key={k}>
                    {count === null || size === 0 ? null : (
                      <button
                        type="button"
                        className={classes.heatCell}
                        style={{ background: `color-mix(in srgb, var(--accent) ${shade(count / size, k)}%, var(--panel))` }}
                        data-running={counts[k + 1] === null ? "" : undefined}
                        title={`${formatCount(count)} of ${formatCount(size)}${counts[k + 1] === null ? ", so far" : ""}`}
                        disabled={count === 0}
                        onClick={() => open(at, k)}
                      >
                        {formatShare(count / size)}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ChartCard>
  );
}
