import type { ArbiterReport, RuleName, TouchKind } from "@throughline/contract";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { formatCount, formatShare, plural } from "../../ui/format-number.ts";
import { useFlowNames } from "../engage/index.ts";
import { kindWords, ruleWords } from "./arbiter-words.ts";
import classes from "./arbiter.module.css";

type Part = { key: string; label: string; detail: string; value: number; of: number; open: (() => void) | null };

/** Which rules held touches back; one touch may meet several. */
export function RulesCard({ data, onOpen }: { data: ArbiterReport; onOpen: (rule: RuleName) => void }) {
  const most = Math.max(1, ...data.rules.map(({ touches }) => touches));
  return (
    <ChartCard
      title="Held back by rule, touches"
      hint={`n ${formatCount(data.held.touches)}; a touch may meet several rules`}
      fileName="arbiter-by-rule"
      withPicture={false}
      table={{
        columns: ["Rule", "Touches", "People", "By this rule alone"],
        rows: data.rules.map(({ rule, touches, people, alone }) => [ruleWords[rule].label, touches, people, alone]),
      }}
      openCell={(row, column) => {
        const found = data.rules[row];
        return column === 1 && found ? () => onOpen(found.rule) : null;
      }}
    >
      <Parts
        none="No rule held anything back."
        parts={data.rules.map(({ rule, touches, people, alone }) => ({
          key: rule,
          label: ruleWords[rule].label,
          detail: `${plural(people, "person", "people")} · ${formatCount(alone)} by this alone`,
          value: touches,
          of: most,
          open: () => onOpen(rule),
        }))}
      />
    </ChartCard>
  );
}

export function KindsCard({ data, onOpen }: { data: ArbiterReport; onOpen: (kind: TouchKind) => void }) {
  return (
    <SplitCard
      title="Held back by kind"
      column="Kind"
      fileName="arbiter-by-kind"
      rows={data.kinds.map((one) => ({
        key: one.kind,
        label: kindWords[one.kind],
        asked: one.touches,
        held: one.held.touches,
        open: () => onOpen(one.kind),
      }))}
    />
  );
}

export function FlowsCard({ data, onOpen }: { data: ArbiterReport; onOpen: (flow: string | null) => void }) {
  const flowName = useFlowNames();
  return (
    <SplitCard
      title="Held back by flow"
      column="Flow"
      fileName="arbiter-by-flow"
      rows={data.flows.map((one) => ({
        key: one.flow ?? "",
        label: one.flow === null ? "No flow" : flowName(one.flow),
        asked: one.touches,
        held: one.held.touches,
        open: () => onOpen(one.flow),
      }))}
    />
  );
}

type SplitRow = { key: string; label: string; asked: number; held: number; open: () => void };

/** What share of each was not allowed at once. */
function SplitCard({ title, column, fileName, rows }: { title: string; column: string; fileName: string; rows: readonly SplitRow[] }) {
  return (
    <ChartCard
      title={title}
      hint="of what was asked"
      fileName={fileName}
      withPicture={false}
      table={{ columns: [column, "Asked", "Not allowed at once"], rows: rows.map(({ label, asked, held }) => [label, asked, held]) }}
      openCell={(row, cell) => (cell === 2 && (rows[row]?.held ?? 0) > 0 ? () => rows[row]?.open() : null)}
    >
      <Parts
        none="Nothing was asked."
        parts={rows.map(({ key, label, asked, held, open }) => ({
          key,
          label,
          detail: `${formatShare(held / asked)} of ${formatCount(asked)}`,
          value: held,
          of: asked,
          open: held > 0 ? open : null,
        }))}
      />
    </ChartCard>
  );
}

function Parts({ parts, none }: { parts: readonly Part[]; none: string }) {
  if (parts.length === 0) return <p className="dim small">{none}</p>;
  return (
    <ul className={classes.parts}>
      {parts.map(({ key, label, detail, value, of, open }) => (
        <li key={key}>
          <button type="button" className={classes.part} onClick={open ?? undefined} disabled={open === null}>
            <span className={classes.partLabel} dir="auto">
              {label}
            </span>
            <span className={`${classes.partValue} numbers`}>{formatCount(value)}</span>
            <span className={classes.partBar} aria-hidden="true">
              <i style={{ inlineSize: `${of === 0 ? 0 : (100 * value) / of}%` }} />
            </span>
            <span className={`${classes.partDetail} dim small numbers`}>{detail}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
