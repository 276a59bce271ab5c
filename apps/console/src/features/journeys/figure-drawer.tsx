import { Button, Group } from "@mantine/core";
import type { JourneyKpis, KpiFigure } from "@throughline/contract";
import { moreIsBetter } from "@throughline/contract";
import { IconBell } from "@tabler/icons-react";
import { useCan } from "../../app/session.ts";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { formatDate } from "../../ui/format-time.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { formatBounds, formatFigure, formatSpan } from "./format-figure.ts";
import classes from "./journeys.module.css";
import { kpiLabels, metWords } from "./kpi-words.ts";
import { figureChange } from "./map-words.ts";
import { TrendChart } from "./trend-chart.tsx";
import { dayTicks, spanPlace, spanTicks } from "./trend-ticks.ts";
import { figurePeople, type JourneyCell } from "./who-cell.ts";

type OnWho = (cell: Partial<JourneyCell>) => void;
type FigureDrawerProps = {
  kpis: JourneyKpis | undefined;
  kpi: string | undefined;
  before: string;
  /** Where an alert on the share that completes is made. */
  alertTo: string;
  onWho: OnWho;
  onClose: () => void;
};
/** Figures that are read together. */
const related: Record<string, readonly string[]> = {
  timeMedian: ["timeMedian", "timeP90"],
  contacts: ["contacts", "switches", "repeats", "friction"],
};

/** A figure opened: how it is defined, its interval, its course, its target. */
export function FigureDrawer({ kpis, kpi, before, alertTo, onWho, onClose }: FigureDrawerProps) {
  const wanted = kpi === undefined ? [] : (related[kpi] ?? [kpi]);
  const figures = wanted.flatMap((one) => kpis?.figures.find((figure) => figure.kpi === one) ?? []);
  const [first] = figures;
  return (
    <SideDrawer opened={first !== undefined} onClose={onClose} title={first ? kpiLabels[first.kpi].long : ""} size={600}>
      <div className={classes.drawer}>
        {figures.map((figure) => (
          <Figure
            key={figure.kpi}
            figure={figure}
            before={before}
            alertTo={figure.kpi === "completion" ? alertTo : null}
            isFirst={figure === first}
            onWho={onWho}
          />
        ))}
        {first?.kpi === "timeMedian" && kpis ? <CompletedOnly kpis={kpis} /> : null}
        {first?.kpi === "completion" && kpis && kpis.curve.length > 1 ? <Curve kpis={kpis} /> : null}
      </div>
    </SideDrawer>
  );
}

type FigureProps = { figure: KpiFigure; before: string; alertTo: string | null; isFirst: boolean; onWho: OnWho };

function Figure({ figure, before, alertTo, isFirst, onWho }: FigureProps) {
  const { kpi, unit, current, previous, target, met, definition, note, trend } = figure;
  const timeZone = useTimeZone();
  const mayAlert = useCan("insights:write");
  const change = figureChange(figure, moreIsBetter.has(kpi));
  const bounds = formatBounds(current, unit);
  const day = (at: string) => formatDate(new Date(at), timeZone);
  return (
    <section className={classes.figure}>
      {isFirst ? null : <h3>{kpiLabels[kpi].long}</h3>}
      <p className="dim small">{definition}</p>
      <p>
        <strong className={classes.figureValue}>{current.value === null ? "–" : formatFigure(current.value, unit)}</strong>{" "}
        <span className="faint">
          {bounds ? `${bounds} at 95 %, ` : ""}n {formatCount(current.n)}
        </span>
      </p>
      <p className="small">
        {previous.value === null ? `Nothing to compare with in ${before}.` : `${formatFigure(previous.value, unit)} in ${before}`}
        {change ? <span data-tone={change.tone}> ({change.text})</span> : null}
        {target === null ? ". No target." : `. Target ${formatFigure(target, unit)}${met ? `: ${metWords[met]}` : ""}.`}
      </p>
      {note ? <p className="faint small">{note}</p> : null}
      <Group gap={8}>
        <Button size="xs" onClick={() => onWho({ figure: kpi })}>
          {figurePeople[kpi]}: who?
        </Button>
        {isFirst ? (
          <Button size="xs" onClick={() => onWho({ status: "entered" })}>
            All who entered
          </Button>
        ) : null}
        {alertTo === null || !mayAlert ? null : (
          <LinkButton to={alertTo} size="xs" leftSection={<IconBell size={14} />}>
            Alert me
          </LinkButton>
        )}
      </Group>
      <ChartCard
        title={kpiLabels[kpi].long}
        hint="by the start of the instances; band: 95 %"
        fileName={`journey ${kpi}`}
        table={{
          columns: ["From", "Value", "Low", "High", "n"],
          rows: trend.map(({ at, value, low, high, n }) => [day(at), value ?? "", low ?? "", high ?? "", n]),
        }}
      >
        <TrendChart
          label={`${kpiLabels[kpi].long} over the range`}
          points={trend.map(({ at, value, low, high, n }, index) => ({
            at: index,
            label: `${day(at)}, n ${formatCount(n)}`,
            value,
            low,
            high,
          }))}
          ticks={dayTicks(trend.map(({ at }) => day(at).replace(/ \d{4}$/, "")))}
          format={(value) => formatFigure(value, unit)}
          target={target}
        />
      </ChartCard>
    </section>
  );
}

function CompletedOnly({ kpis: { completedOnly } }: { kpis: JourneyKpis }) {
  if (completedOnly.medianSeconds === null) return null;
  return (
    <p className="faint small">
      Of the {formatCount(completedOnly.n)} who are done alone the median is {formatSpan(completedOnly.medianSeconds)}: flattering, as the
      slow ones are missing.
    </p>
  );
}

function Curve({ kpis: { curve, open } }: { kpis: JourneyKpis }) {
  return (
    <ChartCard
      title="Share done by time since entering"
      hint={`${open > 0 ? `Kaplan–Meier; ${plural(open, "window")} still open` : "all windows have closed"}; time is logarithmic`}
      fileName="journey completion curve"
      table={{
        columns: ["Seconds", "Done", "Low", "High"],
        rows: curve.map(({ seconds, completed, low, high }) => [Math.round(seconds), completed, low, high]),
      }}
    >
      <TrendChart
        label="Share done by time since entering"
        points={curve.map(({ seconds, completed, low, high }) => ({
          at: spanPlace(seconds),
          label: `after ${formatSpan(seconds)}`,
          value: completed,
          low,
          high,
        }))}
        ticks={spanTicks(curve[0]?.seconds ?? 0, curve.at(-1)?.seconds ?? 0)}
        format={(value) => formatFigure(value, "share")}
        target={null}
      />
    </ChartCard>
  );
}
