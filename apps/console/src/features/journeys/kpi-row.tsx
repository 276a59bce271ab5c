import { UnstyledButton } from "@mantine/core";
import { moreIsBetter, type JourneyKpi, type JourneyKpis, type KpiFigure } from "@throughline/contract";
import { Sparkline } from "../../ui/sparkline.tsx";
import { formatCount } from "../../ui/format-number.ts";
import { formatBounds, formatFigure, formatSpan } from "./format-figure.ts";
import { kpiLabels, metWords } from "./kpi-words.ts";
import classes from "./kpi-row.module.css";
import { sparkValues } from "./spark-values.ts";
import { figureChange } from "./map-words.ts";

const shown: readonly JourneyKpi[] = ["completion", "timeMedian", "contacts", "repeatContact", "revenue"];
const efforts: readonly [JourneyKpi, string][] = [
  ["switches", "switches"],
  ["repeats", "told again"],
  ["friction", "friction"],
];

/** The figures of the journey in one row; each opens its definition, its course and its target. */
export function KpiRow({ kpis, compare, onOpen }: { kpis: JourneyKpis; compare: boolean; onOpen: (kpi: JourneyKpi) => void }) {
  const find = (kpi: JourneyKpi) => kpis.figures.find((figure) => figure.kpi === kpi);
  return (
    <div className={classes.row} role="list" aria-label="Figures of the journey">
      {shown.map((kpi) => {
        const figure = find(kpi);
        return figure ? (
          <div key={kpi} role="listitem" className={classes.item}>
            <Cell figure={figure} compare={compare} extra={extraOf(figure, find)} onOpen={() => onOpen(kpi)} />
          </div>
        ) : null;
      })}
    </div>
  );
}

/** What stands with a figure: the slow tail of the time, the other efforts. */
function extraOf({ kpi, current }: KpiFigure, find: (kpi: JourneyKpi) => KpiFigure | undefined): string | null {
  if (kpi === "timeMedian") {
    const slow = find("timeP90")?.current.value ?? null;
    if (current.value === null) return null;
    return slow === null ? "median; fewer than nine in ten are done" : `median; p90 ${formatSpan(slow)}`;
  }
  if (kpi !== "contacts") return null;
  const parts = efforts.flatMap(([other, word]) => {
    const value = find(other)?.current.value ?? null;
    return value === null ? [] : [`${formatFigure(value, "perInstance")} ${word}`];
  });
  return parts.join(" · ");
}

function Cell({ figure, compare, extra, onOpen }: { figure: KpiFigure; compare: boolean; extra: string | null; onOpen: () => void }) {
  const { kpi, unit, current, target, met, note, trend } = figure;
  const change = compare ? figureChange(figure, moreIsBetter.has(kpi)) : null;
  const values = sparkValues(trend.map(({ value }) => value));
  const bounds = formatBounds(current, unit);
  return (
    <UnstyledButton className={classes.cell} onClick={onOpen} title={`${kpiLabels[kpi].long}: definition, course and target`}>
      <span className={classes.top}>
        <span className="dim small">{kpiLabels[kpi].short}</span>
        {values.length > 1 ? <Sparkline values={values} label={`${kpiLabels[kpi].long} over the range`} width={64} height={18} /> : null}
      </span>
      <span className={classes.value}>
        {current.value === null ? "–" : formatFigure(current.value, unit)}{" "}
        <span className={classes.detail}>
          {bounds}
          <span className={classes.n}>
            {bounds ? " · " : ""}n {formatCount(current.n)}
          </span>
        </span>
      </span>
      <span className={`${classes.change} small`}>
        {change ? <span data-tone={change.tone}>{change.text}</span> : current.value === null ? note?.replace(/\.$/, "") : null}
        {(change || current.value === null) && target !== null ? " · " : null}
        {target === null ? null : (
          <span data-met={met ?? undefined}>
            target {formatFigure(target, unit)}
            {met ? `, ${metWords[met]}` : ""}
          </span>
        )}
      </span>
      <span className={`${classes.extra} small`}>{extra}</span>
    </UnstyledButton>
  );
}
