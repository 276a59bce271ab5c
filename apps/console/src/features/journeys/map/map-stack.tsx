import type { JourneyMap } from "@throughline/contract";
import type { NameOf } from "../map-words.ts";
import { Changed, ChannelBar, DropOff, Dwell, Switches, WhoNumber, type OnWho } from "./figure-parts.tsx";
import { waysOf, type MapLayout, type WayKind } from "./lay-out-map.ts";
import classes from "./map.module.css";

type MapStackProps = {
  map: JourneyMap;
  layout: MapLayout;
  nameOf: NameOf;
  compare: boolean;
  notes: ReadonlyMap<string, readonly string[]>;
  onWho?: OnWho;
};
const order: readonly WayKind[] = ["loop", "return", "leave", "done", "skip", "next"];
const signs: Record<WayKind, string> = { next: "↓", skip: "⤓", done: "✓", return: "↑", loop: "↻", leave: "✕" };

/** The map for a narrow screen: stages under one another, and between them what flows out of each, as bars. */
export function MapStack({ map, layout, nameOf, compare, notes, onWho }: MapStackProps) {
  const ways = waysOf(map, layout.columns);
  const most = Math.max(1, ...ways.map(({ edge }) => edge.count));
  const words = (kind: WayKind, to: string) =>
    kind === "next" || kind === "skip"
      ? `${kind === "skip" ? "skip" : "go on"} to ${nameOf(to)}`
      : kind === "done"
        ? "complete"
        : kind === "loop"
          ? "come again"
          : kind === "return"
            ? `go back to ${nameOf(to)}`
            : nameOf(to).toLowerCase();
  return (
    <ol className={classes.stack}>
      {layout.columns.map((stage) => (
        <li key={stage.key}>
          <section className={classes.stage} aria-label={nameOf(stage.key)}>
            <h3>{stage.key === "$start" ? "Entered" : nameOf(stage.key)}</h3>
            <dl>
              <div>
                <dt>Here now</dt>
                <dd>
                  <strong>
                    <WhoNumber
                      value={stage.now}
                      cell={{ status: "now", stage: stage.key }}
                      label={`in ${nameOf(stage.key)} now`}
                      onWho={onWho}
                    />
                  </strong>
                </dd>
              </div>
              <div>
                <dt>Arrived</dt>
                <dd>
                  <WhoNumber
                    value={stage.arrived.value}
                    cell={{ status: "entered", stage: stage.key }}
                    label={`arrived in ${nameOf(stage.key)}`}
                    onWho={onWho}
                  />{" "}
                  <Changed change={stage.arrived} compare={compare} />
                </dd>
              </div>
              <div>
                <dt>Left</dt>
                <dd>
                  <WhoNumber
                    value={stage.left.value}
                    cell={{ status: "left", stage: stage.key }}
                    label={`left ${nameOf(stage.key)}`}
                    onWho={onWho}
                  />{" "}
                  <Changed change={stage.left} compare={compare} />
                </dd>
              </div>
              <div>
                <dt>Drop-off</dt>
                <dd>
                  <DropOff stage={stage} compare={compare} nameOf={nameOf} onWho={onWho} />
                </dd>
              </div>
              <div>
                <dt>Dwell</dt>
                <dd>
                  <Dwell stage={stage} nameOf={nameOf} onWho={onWho} />
                </dd>
              </div>
              <div>
                <dt>Switches</dt>
                <dd>
                  <Switches stage={stage} nameOf={nameOf} onWho={onWho} />
                </dd>
              </div>
            </dl>
            <ChannelBar stage={stage} nameOf={nameOf} onWho={onWho} />
            {notes.get(stage.key)?.map((note) => (
              <p key={note} className={`${classes.stackNote} small`}>
                {note}
              </p>
            ))}
          </section>
          <ul className={classes.outs}>
            {ways
              .filter(({ from }) => from === stage.key)
              .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.edge.count - a.edge.count)
              .map(({ from, to, kind, edge }) => (
                <li key={to} data-kind={kind}>
                  <i aria-hidden="true" style={{ width: `${Math.max(2, (edge.count / most) * 100)}%` }} />
                  <span aria-hidden="true">{signs[kind]}</span>
                  <span>
                    <WhoNumber value={edge.count} cell={{ stage: from, to }} label={words(kind, to)} onWho={onWho} /> {words(kind, to)}
                  </span>
                </li>
              ))}
          </ul>
        </li>
      ))}
      <li>
        <section className={classes.stage} data-goal aria-label="Completed">
          <h3>Completed</h3>
          <p>
            <strong>
              <WhoNumber value={map.completed.value} cell={{ status: "completed" }} label="completed" onWho={onWho} />
            </strong>{" "}
            <Changed change={map.completed} compare={compare} />
          </p>
        </section>
      </li>
    </ol>
  );
}
