import classes from "./builder.module.css";
import { ChoiceField, intervalChoices } from "./choice-field.tsx";
import { FunnelForm } from "./funnel-form.tsx";
import { eventOf, kindLabels, switchKind, type ExplorerKind, type ExplorerQuery } from "./kinds.ts";
import { ActivityForm, RetentionForm } from "./other-forms.tsx";
import { PathsForm } from "./paths-form.tsx";
import { PredicateBuilder } from "./predicate-builder.tsx";
import { RangeField } from "./range-field.tsx";
import { Section } from "./section.tsx";
import { TrendsForm } from "./trends-form.tsx";
import { useEvents } from "./use-catalogue.ts";

type QueryBuilderProps = {
  query: ExplorerQuery;
  onChange: (query: ExplorerQuery) => void;
  /** Without the switch between kinds, where another place chooses it. */
  withKinds?: boolean;
};

/** Edits a query of any kind but journeys, which have a page of their own. Every edit gives a whole query: what is not finished stays in the form. */
export function QueryBuilder({ query, onChange, withKinds = true }: QueryBuilderProps) {
  const { events } = useEvents();
  return (
    <div className={classes.builder}>
      {withKinds ? (
        <div className={classes.kinds} role="group" aria-label="What to ask">
          {(Object.keys(kindLabels) as ExplorerKind[]).map((kind) => (
            <button
              key={kind}
              type="button"
              className={classes.kind}
              aria-pressed={query.kind === kind}
              onClick={() =>
                onChange(
                  switchKind(
                    query,
                    kind,
                    events.map(({ name }) => name),
                  ),
                )
              }
            >
              {kindLabels[kind]}
            </button>
          ))}
        </div>
      ) : null}
      <KindForm query={query} onChange={onChange} />
      <Section title="Only">
        <PredicateBuilder of="everything" value={query.where} events={eventOf(query)} onChange={(where) => onChange({ ...query, where })} />
      </Section>
      <Section title="Time">
        <RangeField value={query.range} onChange={(range) => onChange({ ...query, range })} />
        {"interval" in query ? (
          <ChoiceField
            label="By"
            value={query.interval}
            choices={intervalChoices}
            onChange={(interval) => onChange({ ...query, interval })}
          />
        ) : null}
      </Section>
    </div>
  );
}

function KindForm({ query, onChange }: { query: ExplorerQuery; onChange: (query: ExplorerQuery) => void }) {
  switch (query.kind) {
    case "trends":
      return <TrendsForm query={query} onChange={onChange} />;
    case "funnel":
      return <FunnelForm query={query} onChange={onChange} />;
    case "paths":
      return <PathsForm query={query} onChange={onChange} />;
    case "retention":
      return <RetentionForm query={query} onChange={onChange} />;
    case "lifecycle":
    case "stickiness":
      return <ActivityForm query={query} onChange={onChange} />;
  }
}
