import { Loader } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { IconAlertTriangle, IconCircle, IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import { plural } from "../../ui/format-number.ts";
import { formatDateTime } from "../../ui/format-time.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import classes from "./deletion.module.css";

const words = { running: "Removing…", done: "Gone, and verified", failed: "Not complete" } as const;

/** How a deletion goes, until both stores were checked. It names nobody: that is the point. */
export function DeletionPage() {
  const { deletionId = "" } = useParams({ strict: false });
  const timeZone = useTimeZone();
  const { data: deletion } = useSuspenseQuery(
    api.people.deletion.queryOptions({
      input: { id: deletionId },
      refetchInterval: ({ state }) => (state.data?.status === "running" ? 800 : false),
    }),
  );
  const { status, requestedAt, verifiedAt, removed } = deletion;
  const time = (at: string) => formatDateTime(new Date(at), timeZone);
  const running = status === "running" ? "now" : status === "failed" ? "failed" : "done";
  return (
    <Page
      title="Deleting a person"
      description={words[status]}
      width="narrow"
      actions={<LinkButton to="/people">Back to people</LinkButton>}
    >
      <Card>
        <ol className={classes.steps} aria-live="polite">
          <Step state="done" title="Requested" detail={time(requestedAt)} />
          <Step
            state="done"
            title="Profile, identifiers, traits and consent removed"
            detail={`${plural(removed.identifiers, "identifier")} suppressed, so that late events do not bring them back`}
          />
          <Step
            state={running}
            title="Timeline removed"
            detail={
              status === "done"
                ? plural(removed.interactions, "interaction")
                : status === "failed"
                  ? "Something is left. It is tried again by itself; the server's log says why."
                  : "Rewriting what holds their interactions"
            }
          />
          <Step
            state={status === "done" ? "done" : "next"}
            title="Verified that nothing is left"
            detail={verifiedAt ? time(verifiedAt) : "Both stores are searched for what was removed"}
          />
        </ol>
      </Card>
    </Page>
  );
}

const marks: Record<"done" | "now" | "failed" | "next", ReactNode> = {
  done: <IconCircleCheck size={20} className={classes.done} />,
  now: <Loader size={18} />,
  failed: <IconAlertTriangle size={20} className={classes.failed} />,
  next: <IconCircle size={20} className={classes.next} />,
};
const spoken = { done: "Done", now: "Running", failed: "Failed", next: "Not yet" } as const;

function Step({ state, title, detail }: { state: keyof typeof marks; title: string; detail: string }) {
  return (
    <li data-state={state}>
      <span className={classes.mark} aria-hidden="true">
        {marks[state]}
      </span>
      <div>
        <div className={classes.title}>
          {title}
          <span className="visually-hidden"> ({spoken[state]})</span>
        </div>
        <div className="dim small">{detail}</div>
      </div>
    </li>
  );
}
