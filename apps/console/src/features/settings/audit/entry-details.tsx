import { KeyValue } from "../../../ui/key-value.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { formatDateTime } from "../../../ui/format-time.ts";
import { JsonView } from "../../../ui/json-view.tsx";
import { TextLink } from "../../../ui/text-link.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import classes from "./audit.module.css";
import { actorOf } from "./action-words.ts";
import type { Entry } from "./audit-entry.ts";
import { describeDetails, type Change } from "./describe-details.ts";
import { besideName, subjectName, subjectPath } from "./subject-path.ts";

/** One entry whole: who, when, about what, what changed from what to what, and how it is recorded. */
export function EntryDetails({ entry }: { entry: Entry }) {
  const timeZone = useTimeZone();
  const { name, note } = actorOf(entry.actor);
  const { changes, facts } = describeDetails(entry.action, besideName(entry.subject, entry.details), timeZone);
  return (
    <div className={classes.entry}>
      <KeyValue
        items={[
          {
            label: "Who",
            value: (
              <>
                {name} {note ? <Chip>{note}</Chip> : null}
              </>
            ),
          },
          { label: "About", value: <Subject entry={entry} /> },
          { label: "When", value: `${formatDateTime(new Date(entry.at), timeZone)} (${timeZone})` },
          ...facts,
        ]}
      />
      {changes.length > 0 ? <Changes changes={changes} /> : null}
      <details className={classes.recorded}>
        <summary className="dim small">As it is recorded</summary>
        <JsonView value={{ action: entry.action, subject: entry.subject, details: entry.details }} label="the entry" />
      </details>
    </div>
  );
}

function Subject({ entry: { action, subject, details } }: { entry: Entry }) {
  if (subject === null) return <span className="faint">nothing in particular</span>;
  const to = subjectPath(action, subject);
  const name = subjectName(subject, details);
  if (to === null) return name;
  return (
    <TextLink to={to} className="underlined">
      {name}
    </TextLink>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <section aria-labelledby="what-changed">
      <h3 id="what-changed" className={classes.heading}>
        What changed
      </h3>
      <dl className={classes.changes}>
        {changes.map(({ label, from, to }) => (
          <div key={label}>
            <dt className="dim small">{label}</dt>
            <dd>
              <span className="visually-hidden">from </span>
              <Value text={from} former />
              <span className="faint" aria-hidden="true">
                →
              </span>
              <span className="visually-hidden"> to </span>
              <Value text={to} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Value({ text, former = false }: { text: string | null; former?: boolean }) {
  if (text === null) return <span className="faint">nothing</span>;
  return <span className={former ? classes.former : classes.present}>{text}</span>;
}
