import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import classes from "./messages.module.css";
import { RenderedView } from "./rendered-view.tsx";
import { messageOfStep } from "./step-of-touch.ts";

/** The message that a run of a flow would send from a step on, in the version that is sent, as its person gets it. Nothing where none comes of it. */
export function FlowMessagePreview({ run: id, step, personId }: { run: string; step: string; personId: string }) {
  const enabled = useCan("flows:read");
  const once = { staleTime: 60_000, retry: false };
  const run = useQuery({ ...api.flows.run.queryOptions({ input: { id }, ...once }), enabled });
  const flow = run.data?.flow;
  const versions = useQuery({
    ...api.flows.versions.queryOptions({ input: { key: flow?.key ?? "" }, ...once }),
    enabled: enabled && flow !== undefined,
  });
  const definition = versions.data?.items.find(({ version }) => version === run.data?.version)?.definition;
  const key = definition ? (messageOfStep(definition.steps, step)?.template ?? "") : "";
  const template = useQuery({ ...api.messages.template.queryOptions({ input: { key }, ...once }), enabled: key !== "" });
  const preview = useQuery({
    ...api.messages.preview.queryOptions({
      input: { key, version: template.data?.version ?? undefined, person: personId, context: { flow } },
      ...once,
    }),
    enabled: template.data !== undefined,
  });
  if (!enabled || run.isError || versions.isError || (versions.data && key === "")) return null;
  const failed = template.error ?? preview.error;
  const missing = preview.data?.variables.filter((one) => one.missing && !one.guarded) ?? [];
  return (
    <section className={classes.details} aria-label="What will be sent">
      <div className={classes.head}>
        <h3 className={classes.label}>What will be sent</h3>
        {key === "" ? null : (
          <TextLink to={`/engage/messages/templates/${encodeURIComponent(key)}?as=${personId}`} className="small">
            {template.data?.name ?? key}
          </TextLink>
        )}
      </div>
      {failed ? <p className={classes.bleeds}>The message cannot be shown: {failed.message}</p> : null}
      {!preview.data && !failed ? <LinesSkeleton lines={5} /> : null}
      {preview.data?.rendered ? <RenderedView rendered={preview.data.rendered} /> : null}
      {preview.data && !preview.data.rendered ? (
        <p className="dim">It cannot be rendered: {preview.data.issues.map(({ message }) => message).join(" ")}</p>
      ) : null}
      {missing.length > 0 ? (
        <p className="dim small">
          Filled in when it is sent, from what let them in, or missing: {missing.map(({ path }) => path).join(", ")}.
        </p>
      ) : null}
    </section>
  );
}
