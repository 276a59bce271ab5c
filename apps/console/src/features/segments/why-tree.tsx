import type { Explanation } from "@throughline/contract";
import { IconCheck, IconX } from "@tabler/icons-react";
import { formatDateTime } from "../../ui/format-time.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import { asSentence, contraryOf, withReadTimes } from "./segment-words.ts";
import classes from "./segments.module.css";

/** A definition leaf by leaf for one person: what holds, what does not, and what was found. */
export function WhyTree({ node }: { node: Explanation }) {
  return (
    <ul className={classes.why} aria-label="Conditions">
      <Node node={simplified(node)} />
    </ul>
  );
}

/** The contrary of one condition is a condition. */
function simplified(node: Explanation): Explanation {
  const [part] = node.parts;
  if (node.kind !== "not" || part?.kind !== "condition") return node;
  return { ...part, holds: node.holds, text: contraryOf(part.text) };
}

function Node({ node: { kind, holds, text, found, parts } }: { node: Explanation }) {
  const timeZone = useTimeZone();
  return (
    <li className={classes.whyNode} data-holds={holds}>
      <span className={classes.whyMark}>{holds ? <IconCheck size={15} aria-hidden="true" /> : <IconX size={15} aria-hidden="true" />}</span>
      <div className={classes.whyText}>
        <span className="visually-hidden">{holds ? "Holds: " : "Does not hold: "}</span>
        {kind === "condition" ? (
          <span className={classes.condition}>{asSentence(withReadTimes(text, timeZone))}</span>
        ) : (
          <span className="dim">{groupWords(kind, holds)}</span>
        )}
        {found ? (
          <span className={`${classes.found} small`}>
            {asSentence(withReadTimes(found.text, timeZone))}
            {found.changesAt ? ` · changes by itself on ${formatDateTime(new Date(found.changesAt), timeZone)}` : ""}
          </span>
        ) : null}
        {parts.length > 0 ? (
          <ul className={classes.why}>
            {parts.map((part, index) => (
              <Node key={index} node={simplified(part)} />
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}

function groupWords(kind: "all" | "any" | "not", holds: boolean): string {
  if (kind === "all") return holds ? "All of these hold" : "Not all of these hold";
  if (kind === "any") return holds ? "At least one of these holds" : "None of these holds";
  return holds ? "This must not hold, and does not" : "This must not hold, but does";
}
