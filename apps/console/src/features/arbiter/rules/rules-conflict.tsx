import { Alert, Button, Group } from "@mantine/core";
import { useState } from "react";

/** Somebody saved other rules meanwhile: take theirs, or go on with one's own changes on top of them. */
export function RulesConflict({
  message,
  onTheirs,
  onMine,
}: {
  message: string;
  onTheirs: () => Promise<void>;
  onMine: () => Promise<void>;
}) {
  const [busy, setBusy] = useState(false);
  const run = (take: () => Promise<void>) => {
    setBusy(true);
    void take().finally(() => setBusy(false));
  };
  return (
    <Alert color="bleed" role="alert" title="Not saved">
      <p>{message}</p>
      <Group gap={8} mt={8}>
        <Button size="xs" disabled={busy} onClick={() => run(onMine)}>
          Put mine on top of theirs
        </Button>
        <Button size="xs" disabled={busy} onClick={() => run(onTheirs)}>
          Take theirs
        </Button>
      </Group>
    </Alert>
  );
}
