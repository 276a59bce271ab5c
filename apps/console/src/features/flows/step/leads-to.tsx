import { NativeSelect } from "@mantine/core";
import { stepTitle, waysOut } from "@throughline/contract";
import { useId, type ReactNode } from "react";
import { targetOf, triggerId, type WayOf } from "../graph/edit-flow.ts";
import { wayWords } from "../words/step-words.ts";
import type { StepFormContext } from "./form.ts";
import classes from "./step.module.css";

type LeadsToProps = { id: string; context: StepFormContext; onConnect: (at: WayOf, to: string | null) => void };

/** Where each way out of a step leads: to any step, also back, or to the end. */
export function LeadsTo({ id, context: { flow }, onConnect }: LeadsToProps) {
  const heading = useId();
  const step = flow.steps[id];
  const ways = id === triggerId ? ["next"] : step ? waysOut(step).map(({ way }) => way) : [];
  if (ways.length === 0) return null;
  const others = Object.entries(flow.steps).map(([key, one]) => ({ value: key, label: key === id ? "itself again" : stepTitle(one) }));
  return (
    <section aria-labelledby={heading} className={classes.stack}>
      <h3 id={heading}>Goes on</h3>
      <div className={classes.ways}>
        {ways.map((way) => {
          const words = wayWords(step, way) || "then";
          const to = targetOf(flow, { from: id, way });
          return (
            <Way key={way} words={words}>
              {(field) => (
                <NativeSelect
                  id={field}
                  value={to ?? ""}
                  data={[
                    { value: "", label: "ends" },
                    ...others,
                    ...(to && !flow.steps[to] ? [{ value: to, label: "a step that is gone" }] : []),
                  ]}
                  onChange={(event) => onConnect({ from: id, way }, event.currentTarget.value === "" ? null : event.currentTarget.value)}
                />
              )}
            </Way>
          );
        })}
      </div>
    </section>
  );
}

function Way({ words, children }: { words: string; children: (field: string) => ReactNode }) {
  const field = useId();
  return (
    <>
      <label htmlFor={field} className="dim small truncate" title={words}>
        {words}
      </label>
      {children(field)}
    </>
  );
}
