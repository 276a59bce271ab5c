import { CloseButton, NativeSelect } from "@mantine/core";
import type { FieldIssue, Predicate } from "@throughline/contract";
import { useState } from "react";
import { AddConditions } from "./add-conditions.tsx";
import classes from "./builder.module.css";
import type { BuilderScope } from "./builder-scope.ts";
import { PredicateRow } from "./predicate-row.tsx";
import { fromRows, nextId, placesOf, toRows, type Join, type Row } from "./predicate-rows.ts";
import type { Events } from "./use-catalogue.ts";
import { WrittenRow } from "./written-row.tsx";

type PredicateBuilderProps = {
  /** What it narrows, for screen readers: “series A”. */
  of: string;
  value: Predicate | undefined;
  events: Events;
  onChange: (value: Predicate | undefined) => void;
  /** What conditions may speak of. */
  scope?: BuilderScope;
  /** What the server refused, and the name of this field there: each is said where it belongs. */
  issues?: readonly FieldIssue[];
  field?: string;
  depth?: number;
  /** Stands in a group, with a way to remove it. */
  isGroup?: boolean;
  /** Without conditions on what else the person did: inside of such a condition. */
  withDid?: boolean;
  onRemove?: (() => void) | undefined;
};

const joins: Record<Join, string> = { all: "All of these", any: "Any of these", none: "None of these" };

/** Conditions in a group of which all, any or none hold; groups may stand in groups. Unfinished conditions stay here until they are whole. */
export function PredicateBuilder(props: PredicateBuilderProps) {
  const { of, value, events, onChange, scope = "any", issues = [], field = "where", depth = 0, withDid = true, onRemove } = props;
  const { isGroup = false } = props;
  const [state, setState] = useState(() => ({ ...toRows(value, isGroup), told: JSON.stringify(value) }));
  // Undo or a link brought another predicate than the one told last: show that.
  if (JSON.stringify(value) !== state.told) setState({ ...toRows(value, isGroup), told: JSON.stringify(value) });
  const set = (rows: Row[], join = state.join) => {
    const next = fromRows(rows, join, isGroup);
    setState({ rows, join, told: JSON.stringify(next) });
    if (JSON.stringify(next) !== JSON.stringify(value)) onChange(next);
  };
  const replace = (id: number, node: Predicate) => set(state.rows.map((row) => (row.id === id ? { id, node } : row)));
  const places = placesOf(state.rows, state.join, field, isGroup);
  return (
    <div className={classes.group} data-nested={isGroup || undefined}>
      {state.rows.length > 1 || isGroup || state.join === "none" ? (
        <div className={classes.line}>
          <NativeSelect
            aria-label={`Which conditions of ${of} must hold`}
            size="xs"
            value={state.join}
            data={Object.entries(joins).map(([key, label]) => ({ value: key, label }))}
            onChange={(event) => set(state.rows, event.currentTarget.value as Join)}
          />
          {onRemove ? <CloseButton size={22} aria-label="Remove the group" onClick={onRemove} /> : null}
        </div>
      ) : null}
      {state.rows.map(({ id, node, property, isWritten }) => {
        const remove = () => set(state.rows.filter((row) => row.id !== id));
        const shown = node ?? (property === undefined ? null : { property });
        if (shown === null) return null;
        const at = places.get(id);
        if (isWritten && node) return <WrittenRow key={id} node={node} issues={issues} at={at} onRemove={remove} />;
        return (
          <PredicateRow
            key={id}
            node={shown}
            of={of}
            events={events}
            scope={scope}
            withDid={withDid}
            issues={issues}
            at={at}
            nested={({ at: inner, ...nested }) => (
              <PredicateBuilder {...nested} issues={issues} field={`${at ?? field}${inner}`} depth={depth + 1} />
            )}
            onChange={(next) => replace(id, next)}
            onRemove={remove}
          />
        );
      })}
      <AddConditions
        of={of}
        events={events}
        scope={scope}
        withDid={withDid}
        group={depth < 3 && state.rows.length > 0 ? (state.join === "all" ? { any: [] } : { all: [] }) : null}
        onAdd={(row) => set([...state.rows, { ...row, id: nextId() }])}
      />
    </div>
  );
}
