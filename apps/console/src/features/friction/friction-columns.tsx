import type { FrictionRow } from "@throughline/contract";
import { Chip } from "../../ui/chip.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { formatCount } from "../../ui/format-number.ts";
import { Sparkline } from "../../ui/sparkline.tsx";
import type { View } from "./friction-question.ts";
import { describeLift, formatHarm, formatInterval, formatPoints, signalWords, verdictOf } from "./friction-words.ts";
import classes from "./friction.module.css";

/** What a row is about, in words. */
export function placeName({ element, page, signals }: FrictionRow): string {
  if (page === null) return signals[0] ? signalWords[signals[0].signal].label : "";
  // Screens of an app have no path.
  return element ?? (page || "No page");
}

function PlaceCell({ row }: { row: FrictionRow }) {
  const aside = row.page === null && row.signals[0] ? signalWords[row.signals[0].signal].means : row.element === null ? null : row.page;
  return (
    <span className={classes.place}>
      <span className={classes.name}>{placeName(row)}</span>
      {aside === null ? null : <span className={`${classes.aside} faint small`}>{aside}</span>}
    </span>
  );
}

function HarmCell({ row }: { row: FrictionRow }) {
  const verdict = verdictOf(row);
  if (verdict === "few" || !row.harm) return <span className="faint">too few</span>;
  return (
    <span
      className={classes.figure}
      title={row.byDefinition ? "By help asked for alone: to leave, or to go on, is part of what this signal means" : undefined}
    >
      <strong data-verdict={verdict}>{formatHarm(row.harm.value)}</strong>
      <span className="faint small">{formatInterval(row.harm.low, row.harm.high, formatHarm)}</span>
    </span>
  );
}

function LiftCell({ row: { lift } }: { row: FrictionRow }) {
  if (!lift) return <span className="faint">no match</span>;
  if (!lift.enough) return <span className="faint small">n {formatCount(lift.n)}</span>;
  return (
    <span className={classes.figure} title={describeLift(lift)}>
      <span>{formatPoints(lift.value)}</span>
      <span className="faint small">{formatInterval(lift.low, lift.high, formatPoints)}</span>
    </span>
  );
}

function HeldOutCell({ row: { heldOut, holds } }: { row: FrictionRow }) {
  if (!heldOut?.enough) return <span className="faint">too few</span>;
  const points = formatPoints(heldOut.value);
  return (
    <span className={classes.figure}>
      <span>{points}</span>
      <span className="faint small">{holds === true ? "holds" : holds === false ? "does not hold" : "open"}</span>
    </span>
  );
}

export function columnsOf(view: View): readonly Column<FrictionRow>[] {
  const signals: Column<FrictionRow> = {
    id: "signals",
    label: "Signals",
    width: 252,
    cell: ({ signals }) => (
      <span className={classes.signals}>
        {signals.slice(0, 2).map(({ signal }) => (
          <Chip key={signal}>{signalWords[signal].label}</Chip>
        ))}
        {signals.length > 2 ? <span className="faint small">+{signals.length - 2}</span> : null}
      </span>
    ),
  };
  return [
    {
      id: "place",
      label: view === "page" ? "Page" : view === "signal" ? "Signal" : "Element",
      primary: true,
      cell: (row) => <PlaceCell row={row} />,
    },
    ...(view === "signal" ? [] : [signals]),
    { id: "sessions", label: "Sessions hit", width: 108, align: "end", compact: "none", cell: ({ sessions }) => formatCount(sessions) },
    { id: "lift", label: "Lift, points", width: 156, align: "end", cell: (row) => <LiftCell row={row} /> },
    { id: "harm", label: "Harm, sessions", width: 156, align: "end", compact: "aside", cell: (row) => <HarmCell row={row} /> },
    { id: "heldOut", label: "Held out", width: 136, align: "end", compact: "none", cell: (row) => <HeldOutCell row={row} /> },
    {
      id: "trend",
      label: "Per day",
      width: 132,
      align: "end",
      compact: "none",
      cell: ({ trend, sessions }) => (
        <span className={classes.trend}>
          <Sparkline values={trend} label={`Sessions hit per day, ${formatCount(sessions)} in all`} />
        </span>
      ),
    },
  ];
}
