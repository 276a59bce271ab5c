import type { JourneyDefinition } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import classes from "./list.module.css";

/** Whether the template can be used as it is: what leads into it, through it and to its goal counts, what else it measures does not. */
function describeMissing({ entry, stages, goal }: JourneyDefinition, missing: readonly string[]): string {
  const path = new Set([entry, ...stages.flatMap(({ matches }) => matches), ...goal].flatMap(({ event }) => event ?? []));
  const never = [...path].filter((event) => missing.includes(event)).length;
  if (never === 0) return "All events of its stages arrive";
  return never === path.size ? "None of its events arrive yet" : `${never} of the ${path.size} events of its stages never arrived`;
}

/** Journeys to begin with; those that exist already are left out. */
export function TemplateCards({ taken, isFirst }: { taken: readonly string[]; isFirst: boolean }) {
  const query = useQuery(api.journeys.templates.queryOptions({ staleTime: 5 * 60_000 }));
  const templates = query.data?.items.filter(({ key }) => !taken.includes(key)) ?? [];
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return isFirst ? <LinesSkeleton lines={4} /> : null;
  if (templates.length === 0) return null;
  return (
    <section aria-labelledby="templates">
      <h2 id="templates" className={classes.heading}>
        Begin with
      </h2>
      <ul className={classes.templates}>
        {templates.map(({ key, definition, missing }) => (
          <li key={key}>
            <article className={classes.template}>
              <h3>{definition.name}</h3>
              <p className="dim small">{definition.description}</p>
              <p className={`${classes.steps} small`}>{definition.stages.map(({ name }) => name).join(" → ")}</p>
              <footer>
                <span className="faint small" title={missing.join(", ")}>
                  {describeMissing(definition, missing)}
                </span>
                <LinkButton to={`/journeys/new?template=${key}`} size="xs" aria-label={`Use it: ${definition.name}`}>
                  Use it
                </LinkButton>
              </footer>
            </article>
          </li>
        ))}
      </ul>
    </section>
  );
}
