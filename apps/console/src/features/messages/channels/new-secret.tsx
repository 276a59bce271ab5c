import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyFailure } from "../../../app/notify.ts";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import classes from "../messages.module.css";

const labels = { webhook: "The secret of webhooks", inbox: "The secret of the inbox", inbound: "The secret of what comes back" } as const;

/** A new secret is told this once; the former one ends. */
export function NewSecret({ of, has }: { of: "webhook" | "inbox" | "inbound"; has: boolean }) {
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const make = useMutation(
    api.messages.newSecret.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.messages.channels.key() }),
      onError: notifyFailure("Could not make a secret"),
      onSettled: () => setAsking(false),
    }),
  );
  return (
    <>
      <Button loading={make.isPending} onClick={() => (has ? setAsking(true) : make.mutate({ of }))}>
        {has ? "Make a new secret…" : "Make a secret"}
      </Button>
      {make.data ? (
        <div className={classes.details} role="status">
          <CodeBlock label={labels[of]} title="Keep it now: it is not shown again" code={make.data.secret} />
        </div>
      ) : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Make a new secret?"
        confirmLabel="Make a new one"
        busy={make.isPending}
        onConfirm={() => make.mutate({ of })}
      >
        The former one ends at once: what is checked with it is refused until the new one is there.
      </ConfirmDialog>
    </>
  );
}
