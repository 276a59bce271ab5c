import type { Touch } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import classes from "./messages.module.css";
import { RenderedView } from "./rendered-view.tsx";
import { stepOfTouch } from "./step-of-touch.ts";

/** What would be sent if this touch were allowed: the message of the flow's step, as its person gets it. Nothing for touches that are no message of a flow. */
export function TouchPreview({ touch, personId }: { touch: Pick<Touch, "id" | "flow" | "kind">; personId: string }) {
  const from = touch.flow === undefined ? null : stepOfTouch(touch.id);
  const mayRead = useCan("flows:read");
  const enabled = from !== null && mayRead;
  const run = useQuery({ ...api.flows.run.queryOptions({ input: { id: from?.run ?? "" }, staleTime: 60_000, retry: false }), enabled });
  const flow = run.data?.flow;
  const versions = useQuery({
    ...api.flows.versions.queryOptions({ input: { key: flow?.key ?? "" }, staleTime: 60_000, retry: false }),
    enabled: enabled && flow !== undefined,
  });
  const step = versions.data?.items.find(({ version }) => version === run.data?.version)?.definition.steps[from?.step ?? ""];
  const template = step?.kind === "message" ? step.template : null;
  const preview = useQuery({
    ...api.messages.preview.queryOptions({
      input: { key: template ?? "", person: personId, context: { flow } },
      staleTime: 30_000,
      retry: false,
    }),
    enabled: template !== null && template !== "",
  });
  if (!enabled || run.isError || versions.isError || (versions.data && template === null)) return null;
  const missing = preview.data?.variables.filter((one) => one.missing && !one.guarded) ?? [];
  return (
    <section className={classes.details} aria-label="What will be sent">
      <div className={classes.head}>
        <h3 className={classes.label}>What will be sent</h3>
        {template ? (
          <TextLink to={`/engage/messages/templates/${encodeURIComponent(template)}?as=${personId}`} className="small">
            {template}
          </TextLink>
        ) : null}
      </div>
      {preview.isError ? <p className={classes.bleeds}>The message cannot be shown: {preview.error.message}</p> : null}
      {preview.isPending && !preview.isError ? <LinesSkeleton lines={5} /> : null}
      {preview.data?.rendered ? <RenderedView rendered={preview.data.rendered} /> : null}
      {preview.data && !preview.data.rendered ? (
        <p className="dim">It cannot be rendered: {preview.data.issues.map(({ message }) => message).join(" ")}</p>
      ) : null}
      {missing.length > 0 ? (
        <p className="dim small">
          Known when it is sent, or missing: {missing.map(({ path }) => path).join(", ")}. What let them in is not part of this preview.
        </p>
      ) : null}
    </section>
  );
}
