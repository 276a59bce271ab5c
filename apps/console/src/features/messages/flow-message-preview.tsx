import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import classes from "./messages.module.css";
import { RenderedView } from "./rendered-view.tsx";

/** The message that a run of a flow would send from a step on, as its person would get it now. Nothing where none comes of it. */
export function FlowMessagePreview({ run: id, step, personId }: { run: string; step: string; personId: string }) {
  const mayReadFlows = useCan("flows:read");
  const mayReadPeople = useCan("people:read");
  const enabled = mayReadFlows && mayReadPeople;
  const message = useQuery({ ...api.flows.messageOfRun.queryOptions({ input: { id, step }, staleTime: 60_000, retry: false }), enabled });
  if (!enabled || message.data?.step === null) return null;
  const { template, preview } = message.data ?? {};
  const missing = preview?.variables.filter((one) => one.missing && !one.guarded) ?? [];
  return (
    <section className={classes.details} aria-label="What will be sent">
      <div className={classes.head}>
        <h3 className={classes.label}>What will be sent</h3>
        {template ? (
          <TextLink to={`/engage/messages/templates/${encodeURIComponent(template.key)}?as=${personId}`} className="small">
            {template.name}
          </TextLink>
        ) : null}
      </div>
      {message.error ? <p className={classes.bleeds}>The message cannot be shown: {message.error.message}</p> : null}
      {message.isPending ? <LinesSkeleton lines={5} /> : null}
      {template === null ? <p className={classes.bleeds}>Its template is not there (any more), so nothing could be sent.</p> : null}
      {template?.version === null ? <p className={classes.bleeds}>Its template was never published, so nothing could be sent.</p> : null}
      {preview?.rendered ? <RenderedView rendered={preview.rendered} /> : null}
      {preview && !preview.rendered ? (
        <p className="dim">It cannot be rendered: {preview.issues.map((issue) => issue.message).join(" ")}</p>
      ) : null}
      {missing.length > 0 ? <p className="dim small">Missing, without a default: {missing.map(({ path }) => path).join(", ")}.</p> : null}
    </section>
  );
}
