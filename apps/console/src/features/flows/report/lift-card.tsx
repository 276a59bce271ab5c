import type { FlowReport } from "@throughline/contract";
import { ChartCard } from "../../../ui/chart/chart-card.tsx";
import { IntervalLine } from "./interval-line.tsx";
import { formatPoints, scaleOf, verdictOf } from "./lift-words.ts";
import classes from "./report.module.css";

/** The lift drawn with its interval: left of the middle it harms, right of it it helps. */
export function LiftCard({ report }: { report: FlowReport }) {
  const { treated, held, lift } = report;
  if (lift.absolute === null) return null;
  const { place, most } = scaleOf([lift.absolute, lift.low ?? 0, lift.high ?? 0]);
  const rate = ({ rate: value }: FlowReport["treated"]) => (value === null ? "" : Math.round(value * 1000) / 10);
  return (
    <ChartCard
      title="Lift on the goal, points"
      hint={`95 % interval, valid however often one looks · n ${treated.people.toLocaleString("en")} treated, ${held.people.toLocaleString("en")} left alone`}
      fileName="lift"
      table={{
        columns: ["Side", "People", "Reached", "Rate, %"],
        rows: [
          ["Treated", treated.people, treated.reached, rate(treated)],
          ["Left alone", held.people, held.reached, rate(held)],
        ],
      }}
    >
      <div className={classes.lift}>
        <IntervalLine value={lift.absolute} low={lift.low} high={lift.high} decided={lift.decided} place={place} />
        <div className={classes.scale} aria-hidden="true">
          <span>{formatPoints(-most)}</span>
          <span>0: no difference</span>
          <span>{formatPoints(most)}</span>
        </div>
        <p>{sentenceOf(report)}</p>
      </div>
    </ChartCard>
  );
}

function sentenceOf({ lift }: FlowReport): string {
  const { tone } = verdictOf({ lift });
  if (tone === "good") return "Those whom it treats reach the goal more often than those left alone; chance does not explain it.";
  if (tone === "bleed") return "Those whom it treats reach the goal less often than those left alone; chance does not explain it.";
  return "So far the difference could be chance.";
}
