import type { Flow } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { IconArrowsDiff } from "@tabler/icons-react";
import { api } from "../../../app/api.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { plural } from "../../../ui/format-number.ts";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import type { Draft } from "../draft/use-draft.ts";
import { ChangesList } from "./changes-list.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import classes from "./panel.module.css";

type ChangesPanelProps = { flow: Flow; draft: Draft; onOpen: (step: string) => void; onClose: () => void };

/** What differs from the published version; read again with each saved change. */
export function ChangesPanel({ flow, draft, onOpen, onClose }: ChangesPanelProps) {
  const { data, error, refetch } = useQuery(
    api.flows.diff.queryOptions({
      input: { key: flow.key },
      queryKey: [...api.flows.diff.queryKey({ input: { key: flow.key } }), draft.revision, flow.version],
      placeholderData: (before) => before,
    }),
  );
  return (
    <PanelFrame title="Changes" icon={<IconArrowsDiff size={16} />} onClose={onClose}>
      <div className={classes.stack}>
        {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {!error && !data ? <LinesSkeleton lines={6} /> : null}
        {data ? (
          <>
            <p className="dim">
              {plural(data.differences.length, "difference")} to version {flow.version}.
            </p>
            <ChangesList differences={data.differences} before={flow.published} after={draft.definition} onOpen={onOpen} />
          </>
        ) : null}
      </div>
    </PanelFrame>
  );
}
