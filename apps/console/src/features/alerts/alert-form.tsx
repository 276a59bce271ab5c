import { Button, NativeSelect, TagsInput, Textarea, TextInput } from "@mantine/core";
import { describeQuery, type Alert, type Condition, type Query, type Schedule, type Watch } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { api } from "../../app/api.ts";
import { notifyDone } from "../../app/notify.ts";
import { QueryBuilder, type ExplorerQuery } from "../insights/index.ts";
import { AlertPreview } from "./alert-preview.tsx";
import { firstWatch, nameOf } from "./alert-words.ts";
import classes from "./alerts.module.css";
import { ConditionFields, firstCondition, hasNorm } from "./condition-fields.tsx";
import { WatchFields } from "./watch-fields.tsx";

type AlertFormProps = {
  /** The one that is changed; a new one without it. */
  alert?: Alert;
  query: Query;
  /** Whether the question is still to be chosen. */
  isOpen?: boolean;
  onDone: (id: string) => void;
};

/** Makes an alert on a query, or changes one; says all along what it would find now. */
export function AlertForm({ alert, query: first, isOpen = false, onDone }: AlertFormProps) {
  const queryClient = useQueryClient();
  const [query, setQuery] = useState(first);
  const [isAsking, setAsking] = useState(isOpen);
  const [watch, setWatch] = useState<Watch | null>(() => alert?.watch ?? firstWatch(first));
  const [condition, setCondition] = useState<Condition>(alert?.condition ?? firstCondition(first, firstWatch(first)));
  // Until it is given one, an alert is called like its question.
  const [given, setName] = useState<string | null>(alert?.name ?? null);
  const name = given ?? nameOf(query);
  const [description, setDescription] = useState(alert?.description ?? "");
  const [schedule, setSchedule] = useState<Schedule>(alert?.schedule ?? { everyMinutes: 15 });
  const [emails, setEmails] = useState<string[]>(alert?.deliverTo.emails ?? []);
  const [webhook, setWebhook] = useState(alert?.deliverTo.webhook ?? "");
  const onSuccess = ({ id }: { id: string }) => {
    void queryClient.invalidateQueries({ queryKey: api.alerts.key() });
    notifyDone(alert ? "Changed. It begins anew." : "The alert is on.");
    onDone(id);
  };
  const create = useMutation(api.alerts.create.mutationOptions({ onSuccess }));
  const update = useMutation(api.alerts.update.mutationOptions({ onSuccess }));
  const error = create.error ?? update.error;
  const failure = error instanceof ApiError ? error : null;

  const ask = (next: ExplorerQuery) => {
    setQuery(next);
    if (next.kind === query.kind && watch && stillFits(watch, next)) return;
    setWatch(firstWatch(next));
    setCondition(firstCondition(next, firstWatch(next)));
  };
  const look = (next: Watch) => {
    setWatch(next);
    if (condition.kind === "anomaly" && !hasNorm(query, next)) setCondition(firstCondition(query, next));
  };
  const fits = watch !== null && (condition.kind !== "anomaly" || hasNorm(query, watch));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!watch) return;
    const deliverTo = { emails, webhook: webhook.trim() || null };
    const values = { name, description, query, watch, condition, schedule, deliverTo, enabled: alert?.enabled ?? true };
    if (alert) update.mutate({ ...values, id: alert.id, updatedAt: alert.updatedAt });
    else create.mutate(values);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={120}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <section aria-label="Question">
        <h3 className={classes.label}>Question</h3>
        <p className={classes.question}>{describeQuery(query)}</p>
        {query.kind === "journey" ? null : isAsking ? (
          <QueryBuilder query={query} onChange={ask} />
        ) : (
          <Button size="xs" onClick={() => setAsking(true)}>
            Change the question
          </Button>
        )}
      </section>
      {watch === null ? (
        <p className="dim">Paths have no single number that could be watched: ask another kind of question.</p>
      ) : (
        <>
          <WatchFields query={query} watch={watch} onChange={look} />
          <ConditionFields query={query} watch={watch} condition={condition} onChange={setCondition} />
          {fits ? <AlertPreview query={query} watch={watch} condition={condition} /> : null}
        </>
      )}
      <ScheduleFields schedule={schedule} onChange={setSchedule} />
      <TagsInput
        label="E-mail to"
        description="Addresses; Enter after each. Without any it shows here and on Home."
        value={emails}
        maxTags={20}
        error={failure?.issues.find(({ field }) => field.startsWith("deliverTo.emails"))?.message}
        onChange={setEmails}
      />
      <TextInput
        label="Webhook"
        description="Is sent a signed POST for each change of state."
        placeholder="https://"
        maxLength={2000}
        error={failure?.issueOf("deliverTo.webhook")}
        value={webhook}
        onChange={(event) => setWebhook(event.currentTarget.value)}
      />
      <Textarea
        label="What to do when it fires"
        description="Optional; part of every message."
        autosize
        maxLength={1000}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      {failure ? (
        <p role="alert" className={classes.bleeds}>
          {failure.issues.length > 0 && failure.issues.every(({ field }) => field.startsWith("deliverTo."))
            ? "Not saved: what is marked above cannot be used."
            : failure.message}
        </p>
      ) : null}
      <div>
        <Button type="submit" variant="filled" loading={create.isPending || update.isPending} disabled={!fits || name.trim() === ""}>
          {alert ? "Save" : "Create the alert"}
        </Button>
      </div>
    </form>
  );
}

const stillFits = (watch: Watch, query: Query): boolean =>
  (watch.kind !== "trends" || query.kind !== "trends" || watch.series < query.series.length) &&
  (watch.kind !== "funnel" || query.kind !== "funnel" || (watch.step ?? 2) <= query.steps.length);

function ScheduleFields({ schedule, onChange }: { schedule: Schedule; onChange: (schedule: Schedule) => void }) {
  const value = "dailyAt" in schedule ? "daily" : String(schedule.everyMinutes);
  return (
    <div className={classes.fields}>
      <NativeSelect
        label="Evaluated"
        value={value}
        data={[
          { value: "5", label: "every 5 minutes" },
          { value: "15", label: "every 15 minutes" },
          { value: "60", label: "every hour" },
          { value: "daily", label: "daily" },
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange(chosen === "daily" ? { dailyAt: "09:00" } : { everyMinutes: Number(chosen) as 5 | 15 | 60 });
        }}
      />
      {"dailyAt" in schedule ? (
        <TextInput
          type="time"
          label="At"
          value={schedule.dailyAt}
          onChange={(event) => event.currentTarget.value && onChange({ dailyAt: event.currentTarget.value.slice(0, 5) })}
        />
      ) : null}
    </div>
  );
}
