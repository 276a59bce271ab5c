import { Alert, Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import type { Flow, FlowIssue } from "@throughline/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";
import { notifyDone } from "../../../app/notify.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { plural } from "../../../ui/format-number.ts";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import type { Draft } from "../draft/use-draft.ts";
import { ChangesList } from "../panel/changes-list.tsx";
import { goalWords } from "../words/trigger-words.ts";
import { MigrateFields, type Migration } from "./migrate-fields.tsx";
import { NeededSample } from "./needed-sample.tsx";
import classes from "./publish.module.css";

type PublishDialogProps = {
  flow: Flow;
  draft: Draft;
  issues: readonly FlowIssue[] | undefined;
  onClose: () => void;
  onCheck: () => void;
};

/** The last look before it is real: what is wrong, what changes, whether it will be possible to tell if it works, and what happens to those who are in it. */
export function PublishDialog({ flow, draft, issues, onClose, onCheck }: PublishDialogProps) {
  const queryClient = useQueryClient();
  const [isSaved, setSaved] = useState(draft.save === "saved");
  const [note, setNote] = useState("");
  const [migration, setMigration] = useState<Migration>({ kind: "drain" });
  useEffect(() => {
    void draft.flush().then(setSaved);
    // Once, when it opens: what is typed until then is what is published.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const isFirst = flow.version === null;
  const diff = useQuery({
    ...api.flows.diff.queryOptions({ input: { key: flow.key } }),
    enabled: isSaved && !isFirst,
    staleTime: 0,
    gcTime: 0,
  });
  const publish = useMutation(
    api.flows.publish.mutationOptions({
      onSuccess: (after) => {
        queryClient.setQueryData(api.flows.get.queryKey({ input: { key: flow.key } }), after);
        void queryClient.invalidateQueries({ queryKey: api.flows.key() });
        notifyDone(
          after.state === "preparing"
            ? `Version ${after.version} is published. Its past is being read; then people come in.`
            : `Version ${after.version} is published.`,
        );
        onClose();
      },
    }),
  );
  const errors = issues?.filter(({ severity }) => severity === "error") ?? [];
  const refused = publish.error instanceof ApiError ? publish.error : null;
  const why = !isSaved ? "The draft is not saved." : errors.length > 0 ? "Something keeps it from being published." : null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={isFirst ? `Publish ${flow.name}` : `Publish version ${(flow.version ?? 0) + 1} of ${flow.name}`}
      size={620}
    >
      <Stack gap={18}>
        {!isSaved && draft.save !== "saved" && draft.save !== "saving" && draft.save !== "unsaved" ? (
          <Alert color="bleed" title="Not saved">
            {draft.problem?.message ?? "The draft could not be saved: it cannot be published."}
          </Alert>
        ) : null}
        {publish.error ? (
          <Alert color="bleed" role="alert" title="Not published">
            {publish.error.message} {refused?.issues.map(({ message }) => message).join(" ")}
          </Alert>
        ) : null}
        {errors.length > 0 ? (
          <Alert color="bleed" title={`${plural(errors.length, "thing keeps", "things keep")} it from being published`}>
            <Button
              size="xs"
              onClick={() => {
                onClose();
                onCheck();
              }}
            >
              See what is wrong
            </Button>
          </Alert>
        ) : null}
        <section aria-label="Whether it can be told that it works" className={classes.section}>
          <h3>Will it be possible to tell that it works?</h3>
          {draft.definition.goal === null ? (
            <p className="dim">It has no goal: nothing will be compared. Say at its beginning what it is for.</p>
          ) : (
            <>
              <p className="dim">Goal: {goalWords(draft.definition.goal)}.</p>
              {isSaved ? <NeededSample flowKey={flow.key} /> : null}
            </>
          )}
        </section>
        {isFirst ? null : (
          <section aria-label="What changes" className={classes.section}>
            <h3>What changes</h3>
            {diff.error ? <ErrorState error={diff.error} onRetry={() => void diff.refetch()} /> : null}
            {diff.isPending && isSaved ? <LinesSkeleton lines={3} /> : null}
            {diff.data ? (
              <div className={classes.scroll} tabIndex={0} role="region" aria-label="What changes, in a list">
                <ChangesList differences={diff.data.differences} before={flow.published} after={draft.definition} />
              </div>
            ) : null}
          </section>
        )}
        {!isFirst && diff.data ? (
          <MigrateFields
            flow={flow}
            draft={draft.definition}
            removed={diff.data.removedWithPeople}
            value={migration}
            onChange={setMigration}
          />
        ) : null}
        <Textarea
          label="Note"
          placeholder="Optional: why"
          maxLength={500}
          autosize
          minRows={1}
          maxRows={4}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8}>
          {why ? <span className="dim small">{why}</span> : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={why !== null}
            loading={publish.isPending}
            onClick={() =>
              publish.mutate({
                key: flow.key,
                revision: draft.revision,
                note: note.trim(),
                runs: migration.kind === "drain" ? "drain" : { migrate: migration.map },
              })
            }
          >
            {isFirst ? "Publish" : `Publish version ${(flow.version ?? 0) + 1}`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
