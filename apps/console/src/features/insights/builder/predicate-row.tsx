import type { FieldIssue, Predicate } from "@throughline/contract";
import type { ReactNode } from "react";
import classes from "./builder.module.css";
import type { BuilderScope } from "./builder-scope.ts";
import { ConditionRow } from "./condition-row.tsx";
import { DidRow } from "./did-row.tsx";
import { FactRow } from "./fact-row.tsx";
import { PeopleInRow } from "./people-in-row.tsx";
import { ScoreRow } from "./score-row.tsx";
import { Problems } from "./problems.tsx";
import { SequenceRow } from "./sequence-row.tsx";
import { isFact, isGroup } from "./shown-in-form.ts";
import type { Events } from "./use-catalogue.ts";
import { without } from "./without.ts";
import { WrittenRow } from "./written-row.tsx";

/** A builder that stands inside of a condition. */
type Nested = {
  of: string;
  value: Predicate | undefined;
  events: Events;
  scope: BuilderScope;
  withDid: boolean;
  /** Where it stands within this condition, as the server names fields. */
  at: string;
  isGroup: boolean;
  onChange: (value: Predicate | undefined) => void;
  onRemove?: () => void;
};

type PredicateRowProps = {
  /** A condition, or only the property that one will be about. */
  node: Predicate | { property: string };
  of: string;
  events: Events;
  scope: BuilderScope;
  withDid: boolean;
  issues: readonly FieldIssue[];
  /** Where the condition stands, as the server names fields. */
  at: string | undefined;
  nested: (inner: Nested) => ReactNode;
  onChange: (node: Predicate) => void;
  onRemove: () => void;
};

/** One condition of a group in the form that fits it, and what the server has against it. */
export function PredicateRow(props: PredicateRowProps) {
  const { node, at, issues } = props;
  if (!("property" in node) && isGroup(node)) return <ConditionForm {...props} />;
  const inner = "did" in node ? ["where"] : "sequence" in node ? node.sequence.map((_, index) => `sequence[${index}].where`) : [];
  return (
    <div className={classes.row}>
      <ConditionForm {...props} />
      <Problems at={at} issues={issues} inner={inner} />
    </div>
  );
}

function ConditionForm({ node, of, events, scope, withDid, nested, onChange, onRemove }: PredicateRowProps) {
  const innerScope: BuilderScope = scope === "any" ? "any" : "interaction";
  const conditionsOf = (
    what: string,
    on: { event: Events; where?: Predicate | undefined },
    at: string,
    tell: (where?: Predicate) => void,
  ) => nested({ of: what, value: on.where, events: on.event, scope: innerScope, withDid: false, at, isGroup: false, onChange: tell });
  // One that is about to be whole stays in its place, and with it the focus.
  if ("property" in node) return <ConditionRow start={node} events={events} scope={scope} onChange={onChange} onRemove={onRemove} />;
  const negated = "not" in node;
  const leaf = "not" in node ? node.not : node;

  if (isGroup(node))
    return nested({
      of: `the group in ${of}`,
      value: node,
      events,
      scope,
      withDid,
      at: "",
      isGroup: true,
      onChange: (next) => onChange(next ?? { all: [] }),
      onRemove,
    });
  if ("did" in node)
    return (
      <DidRow
        value={node}
        conditions={conditionsOf(`what they did, in ${of}`, { event: node.did, where: node.where }, ".where", (where) =>
          onChange(where === undefined ? without(node, "where") : { ...node, where }),
        )}
        onChange={onChange}
        onRemove={onRemove}
      />
    );
  if ("sequence" in leaf)
    return (
      <SequenceRow
        value={leaf}
        negated={negated}
        conditions={(step, index, tell) =>
          conditionsOf(`step ${index + 1} of the order, in ${of}`, step, `${negated ? ".not" : ""}.sequence[${index}].where`, (where) =>
            tell(where === undefined ? { event: step.event } : { ...step, where }),
          )
        }
        onChange={(next, not) => onChange(not ? { not: next } : next)}
        onRemove={onRemove}
      />
    );
  if ("score" in node) return <ScoreRow value={node} onChange={onChange} onRemove={onRemove} />;
  if ("peopleIn" in node) return <PeopleInRow value={node} onChange={onChange} onRemove={onRemove} />;
  if (isFact(leaf))
    return (
      <FactRow
        value={leaf}
        negated={negated}
        scope={scope}
        onChange={(next, not) => onChange(not ? { not: next } : next)}
        onRemove={onRemove}
      />
    );
  return <WrittenRow node={node} onRemove={onRemove} />;
}
