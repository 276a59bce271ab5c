import { Button, SegmentedControl } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import type { Import, ImportMapping } from "@throughline/contract";
import { useCallback, useRef, useState } from "react";
import { ApiError } from "../../app/api-error.ts";
import { useCan } from "../../app/session.ts";
import { Card } from "../../ui/card.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { kindWords, type ImportKind } from "./import-status.tsx";
import classes from "./imports.module.css";
import { MappingRow } from "./mapping-row.tsx";
import { missingOf, problemsOf, remap } from "./targets.ts";
import type { Draft } from "./use-import-actions.ts";

const shownAtFirst = 100;

type MappingCardProps = {
  item: Import;
  draft: Draft | null;
  onDraft: (draft: Draft | null) => void;
  settled: boolean;
  save: UseMutationResult<Import, Error, Draft>;
};

/** What becomes of each column: guessed from names and values, and all of it can be changed until the first row is taken. */
export function MappingCard({ item, draft, onDraft, settled, save }: MappingCardProps) {
  const mayWrite = useCan("data:write");
  const [showAll, setShowAll] = useState(false);
  const current: Draft = draft ?? { kind: item.kind, mapping: item.mapping };
  const latest = useRef(current);
  latest.current = current;
  const change = useCallback(
    (column: string, changes: Partial<ImportMapping[number]>) =>
      onDraft({ ...latest.current, mapping: latest.current.mapping.map((one) => (one.column === column ? { ...one, ...changes } : one)) }),
    [onDraft],
  );
  const locked = settled || !mayWrite;
  const problems = settled ? new Map<string, string>() : problemsOf(current.kind, current.mapping);
  const refused = save.error instanceof ApiError ? save.error : null;
  const missing = missingOf(current.kind, current.mapping);
  const samples = new Map(item.columns.map((column) => [column.name, column.samples]));
  // They are kept no longer than it takes to settle the mapping.
  const sampled = !settled || item.columns.some((column) => column.samples.length > 0);
  const left = current.mapping.filter(({ target }) => target === null).length;
  const rows = showAll ? current.mapping : current.mapping.slice(0, shownAtFirst);
  return (
    <Card
      title="What becomes of the columns"
      hint={`${plural(item.columns.length, "column")}${left > 0 ? ` · ${formatCount(left)} left out` : ""}`}
      flush
      actions={
        draft ? (
          <>
            <Button size="xs" onClick={() => onDraft(null)}>
              Undo changes
            </Button>
            <Button size="xs" variant="filled" loading={save.isPending} disabled={problems.size > 0} onClick={() => save.mutate(draft)}>
              Save
            </Button>
          </>
        ) : null
      }
    >
      <div className={classes.mappingHead}>
        <SegmentedControl
          size="xs"
          aria-label="What the file holds"
          disabled={locked}
          value={current.kind}
          onChange={(kind) => onDraft({ kind: kind as ImportKind, mapping: remap(kind as ImportKind, current.mapping) })}
          data={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
        />
        <span role="status" className={missing.length > 0 && !settled ? classes.bleeds : "dim small"}>
          {missing.length > 0 && !settled
            ? `Still needed: a column for ${missing.join(", and for ")}.`
            : settled
              ? item.status === "checking"
                ? "Settled as long as the file is checked."
                : "Settled when the import began."
              : "Guessed from names and values. Look it over."}
        </span>
      </div>
      {refused ? (
        <p role="alert" className={`${classes.bleeds} ${classes.verdict}`}>
          {refused.message}
        </p>
      ) : null}
      <table className={`${classes.table} ${classes.mapping}`}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            {sampled ? <th scope="col">First values</th> : null}
            <th scope="col" className={classes.target}>
              Becomes
            </th>
            <th scope="col" className={classes.type}>
              Read as
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <MappingRow
              key={one.column}
              kind={current.kind}
              one={one}
              samples={sampled ? (samples.get(one.column) ?? []) : null}
              problem={problems.get(one.column) ?? refused?.issueOf(one.column)}
              locked={locked}
              onChange={change}
            />
          ))}
        </tbody>
      </table>
      {rows.length < current.mapping.length ? (
        <div className={classes.more}>
          <Button onClick={() => setShowAll(true)}>Show all {formatCount(current.mapping.length)} columns</Button>
        </div>
      ) : null}
    </Card>
  );
}
