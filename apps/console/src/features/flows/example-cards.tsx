import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import classes from "./flows.module.css";

/** Flows that are ready to be used and changed; those that fit what the workspace has come first. */
export function ExampleCards({ onUse }: { onUse: (example: string) => void }) {
  const { data, error, isPending, refetch } = useQuery(api.flows.examples.queryOptions({ staleTime: 5 * 60_000 }));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} title="The ready flows could not be loaded" />;
  if (isPending) return <LinesSkeleton lines={4} />;
  if (data.items.length === 0) return null;
  return (
    <section aria-labelledby="ready-flows">
      <h2 id="ready-flows" className={classes.heading}>
        Begin with a ready one
      </h2>
      <ul className={classes.examples}>
        {data.items
          .toSorted((a, b) => Number(b.fits) - Number(a.fits))
          .map(({ key, name, description, fits, missing }) => (
            <li key={key}>
              <article className={classes.example}>
                <h3>{name}</h3>
                <p className="dim small">{description}</p>
                <footer>
                  <span className="faint small" title={missing.join(", ")}>
                    {fits
                      ? "Everything that it needs is there"
                      : `Not there yet: ${missing.slice(0, 2).join(", ")}${missing.length > 2 ? "…" : ""}`}
                  </span>
                  <AllowedButton permission="flows:write" size="xs" aria-label={`Use it: ${name}`} onClick={() => onUse(key)}>
                    Use it
                  </AllowedButton>
                </footer>
              </article>
            </li>
          ))}
      </ul>
    </section>
  );
}
