import { CloseButton, NativeSelect } from "@mantine/core";
import { describePredicate, type Predicate } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./builder.module.css";
import { ConditionRow } from "./condition-row.tsx";
import { DidRow } from "./did-row.tsx";
import { fromRows, nextId, toRows, type Row } from "./predicate-rows.ts";
import { PropertyPicker } from "./property-picker.tsx";
import { without } from "./without.ts";
import type { Events } from "./use-catalogue.ts";

type PredicateBuilderProps = {
  /** What it narrows, for screen readers: “series A”. */
  of: string;
  value: Predicate | undefined;
  events: Events;
  onChange: (value: Predicate | undefined) => void;
  depth?: number;
  /** Without conditions on what else the person did: inside of such a condition. */
  withDid?: boolean;
  onRemove?: () => void;
};

/** Conditions in a group of which all or any hold; groups may stand in groups. Unfinished conditions stay here until they are whole. */
export function PredicateBuilder({ of, value, events, onChange, depth = 0, withDid = true, onRemove }: PredicateBuilderProps) {
  const [state, setState] = useState(() => ({ ...toRows(value), told: JSON.stringify(value) }));
  // Undo or a link brought another predicate than the one told last: show that.
  if (JSON.stringify(value) !== state.told) setState({ ...toRows(value), told: JSON.stringify(value) });
  const set = (rows: Row[], join = state.join) => {
    const next = fromRows(rows, join, depth > 0);
    setState({ rows, join, told: JSON.stringify(next) });
    if (JSON.stringify(next) !== JSON.stringify(value)) onChange(next);
  };
  const replace = (id: number, node: Predicate | undefined) =>
    set(state.rows.flatMap((row) => (row.id !== id ? [row] : node === undefined ? [] : [{ id, node }])));
  const add = (row: Omit<Row, "id">) => set([...state.rows, { ...row, id: nextId() }]);
  return (
    <div className={classes.group} data-nested={depth > 0 || undefined}>
      {state.rows.length > 1 || depth > 0 ? (
        <div className={classes.line}>
          <NativeSelect
            aria-label={`Which conditions of ${of} must hold`}
            size="xs"
            value={state.join}
            data={[
              { value: "all", label: "All of these" },
              { value: "any", label: "Any of these" },
            ]}
            onChange={(event) => set(state.rows, event.currentTarget.value === "any" ? "any" : "all")}
          />
          {onRemove ? <CloseButton size={22} aria-label="Remove the group" onClick={onRemove} /> : null}
        </div>
      ) : null}
      {state.rows.map(({ id, node, property }) => {
        const remove = () => set(state.rows.filter((row) => row.id !== id));
        if (node === undefined)
          return property === undefined ? null : (
            <ConditionRow key={id} start={{ property }} events={events} onChange={(next) => replace(id, next)} onRemove={remove} />
          );
        if ("property" in node)
          return <ConditionRow key={id} start={node} events={events} onChange={(next) => replace(id, next)} onRemove={remove} />;
        if ("did" in node)
          return (
            <DidRow
              key={id}
              value={node}
              conditions={
                <PredicateBuilder
                  of={`what they did, in ${of}`}
                  value={node.where}
                  events={node.did}
                  withDid={false}
                  onChange={(where) => replace(id, where === undefined ? without(node, "where") : { ...node, where })}
                />
              }
              onChange={(next) => replace(id, next)}
              onRemove={remove}
            />
          );
        if ("all" in node || "any" in node)
          return (
            <PredicateBuilder
              key={id}
              of={`the group in ${of}`}
              value={node}
              events={events}
              depth={depth + 1}
              withDid={withDid}
              onChange={(next) => replace(id, next ?? { all: [] })}
              onRemove={remove}
            />
          );
        return (
          <div key={id} className={classes.line}>
            <span className={`${classes.grow} small`}>{describePredicate(node)}</span>
            <CloseButton size={26} aria-label="Remove this condition" onClick={remove} />
          </div>
        );
      })}
      <div className={classes.adds}>
        <PropertyPicker
          look="add"
          returnsFocus={false}
          label={`Filter ${of}`}
          value={null}
          events={events}
          placeholder={
            <>
              <IconPlus size={12} /> Filter
            </>
          }
          onChange={(property) => add({ property })}
        />
        {withDid ? (
          <button
            type="button"
            className={classes.add}
            onClick={() => add({ node: { did: null, count: { gte: 3 }, within: { value: 30, unit: "day" } } })}
          >
            <IconPlus size={12} /> Did
          </button>
        ) : null}
        {depth < 3 && state.rows.length > 0 ? (
          <button type="button" className={classes.add} onClick={() => add({ node: state.join === "all" ? { any: [] } : { all: [] } })}>
            <IconPlus size={12} /> Group
          </button>
        ) : null}
      </div>
    </div>
  );
}
