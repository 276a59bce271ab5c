import { useState, type FormEvent } from "react";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { JsonField } from "../../ui/json-field/json-field.tsx";
import { parseJsonObject } from "../../ui/json-field/parse-json-object.ts";
import { mostAtOnce, type QuarantineItem, type ReplayOutcome } from "./quarantine-query.ts";
import classes from "./quarantine.module.css";
import { suggestFix } from "./suggest-fix.ts";
import { useQuarantineActions, type Target } from "./use-quarantine-actions.ts";

type FixFormProps = { target: Target; count: number; example: QuarantineItem | undefined; onReplayed?: () => void };

/** Fields to set before trying again, for one event or for all of a reason; says what still fails. */
export function FixForm({ target, count, example, onReplayed }: FixFormProps) {
  const { replay } = useQuarantineActions({
    onReplayed: ({ stillFailing }) => {
      if (stillFailing.length === 0) onReplayed?.();
    },
  });
  const several = !("id" in target);
  const [fix, setFix] = useState(() => JSON.stringify(example ? suggestFix(example, several) : {}, null, 2));
  const parsed = parseJsonObject(fix);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ("value" in parsed) replay.mutate({ target, fix: parsed.value });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <JsonField
        label="Fields to set"
        description={
          several
            ? "The same values on each of these events; the rest stays as it came. null takes a field away: without a timestamp, the time of arrival counts. Empty tries them as they are."
            : "On this event; the rest stays as it came. Empty tries it as it is."
        }
        rows={7}
        value={fix}
        onChange={setFix}
      />
      {count > mostAtOnce ? <p className="dim small">Takes the {formatCount(mostAtOnce)} oldest at a time.</p> : null}
      <div>
        <AllowedButton permission="data:write" type="submit" variant="filled" loading={replay.isPending} disabled={!("value" in parsed)}>
          {several ? `Try ${plural(Math.min(count, mostAtOnce), "event")} again` : "Try again"}
        </AllowedButton>
      </div>
      <div role="status">{replay.data ? <Outcome outcome={replay.data} /> : null}</div>
    </form>
  );
}

function Outcome({ outcome: { replayed, stillFailing } }: { outcome: ReplayOutcome }) {
  const byMessage = [...Map.groupBy(stillFailing, ({ message }) => message)]
    .map(([message, items]) => ({ message, count: items.length }))
    .toSorted((a, b) => b.count - a.count);
  return (
    <div className={classes.outcome}>
      <b>
        {formatCount(replayed)} went through{stillFailing.length > 0 ? `, ${formatCount(stillFailing.length)} still cannot be used` : ""}
      </b>
      {byMessage.length > 0 ? (
        <ul className={classes.failures}>
          {byMessage.slice(0, 5).map(({ message, count }) => (
            <li key={message}>
              <span className="numbers">{formatCount(count)} ×</span>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {byMessage.length > 5 ? <span className="dim small">and {plural(byMessage.length - 5, "other reason")}</span> : null}
    </div>
  );
}
