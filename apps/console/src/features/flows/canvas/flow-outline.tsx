import { stepTitle } from "@throughline/contract";
import { useMemo, useRef } from "react";
import { triggerId } from "../graph/edit-flow.ts";
import { outlineOf, type OutlineEntry, type OutlineWay } from "../graph/outline.ts";
import { wayWords } from "../words/step-words.ts";
import { useCanvas } from "./canvas-context.ts";
import { WayLabel } from "./edges.tsx";
import classes from "./outline.module.css";
import { StepCard } from "./step-card.tsx";
import { useCanvasKeys, type CanvasActions } from "./use-canvas-keys.ts";

/** The same flow as a list: for a phone, and for those who hear it. Every step stands once; a way to one that stands elsewhere names it. */
export function FlowOutline({ actions }: { actions: CanvasActions }) {
  const { flow } = useCanvas();
  const { list, lost } = useMemo(() => outlineOf(flow), [flow]);
  const container = useRef<HTMLDivElement>(null);
  const keys = useCanvasKeys({
    container,
    actions,
    walk: (from, direction) => {
      if (direction === "left" || direction === "right") return null;
      const ids = [...(container.current?.querySelectorAll<HTMLElement>("[data-step]") ?? [])].map(({ dataset }) => dataset["step"] ?? "");
      return ids[ids.indexOf(from) + (direction === "up" ? -1 : 1)] ?? null;
    },
  });
  return (
    <div ref={container} className={classes.outline} onKeyDown={keys}>
      <ol className={classes.steps} aria-label="Steps of the flow">
        <li className={classes.card}>
          <StepCard id={triggerId} tabbable />
        </li>
        <Entries list={list} />
      </ol>
      {lost.length > 0 ? (
        <section aria-label="Nobody comes to these">
          <h2 className={classes.heading}>Nobody comes to these</h2>
          <ol className={classes.steps}>
            <Entries list={lost} />
          </ol>
        </section>
      ) : null}
    </div>
  );
}

function Entries({ list }: { list: readonly OutlineEntry[] }) {
  const { flow } = useCanvas();
  return list.map((entry) => {
    if ("way" in entry)
      return (
        <li key={`way ${entry.way.from}`} className={classes.way}>
          <WayLine way={entry.way} />
        </li>
      );
    const { id, branches } = entry.step;
    const step = flow.steps[id];
    return (
      <li key={id}>
        <div className={classes.card}>
          <StepCard id={id} tabbable />
        </div>
        {branches.length > 0 ? (
          <ul className={classes.branches} aria-label={step ? `Ways out of ${stepTitle(step)}` : undefined}>
            {branches.map((branch) => (
              <li key={branch.way} className={classes.branch}>
                <div className={classes.way}>
                  <WayLine way={branch} />
                </div>
                {branch.list.length > 0 ? (
                  <ol className={classes.steps} aria-label={wayWords(step, branch.way) || "goes on"}>
                    <Entries list={branch.list} />
                  </ol>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
      </li>
    );
  });
}

/** Why one goes this way, how many did, and where it leads if not to the line below. */
function WayLine({ way: { from, way, to, elsewhere } }: { way: OutlineWay }) {
  const { flow, onSelect } = useCanvas();
  const step = to === null ? undefined : flow.steps[to];
  return (
    <>
      <WayLabel edge={{ from, way }} inList />
      {to === null ? <span className="faint small">ends</span> : null}
      {to !== null && step === undefined ? <span className={classes.gone}>leads to a step that is gone</span> : null}
      {to !== null && step && elsewhere ? (
        <button type="button" className={classes.elsewhere} onClick={() => onSelect(to)}>
          goes on at “{stepTitle(step)}”
        </button>
      ) : null}
    </>
  );
}
