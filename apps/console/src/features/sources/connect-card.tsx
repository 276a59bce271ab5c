import { Select } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Source } from "@throughline/contract";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { plural } from "../../ui/format-number.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { isSdkId, sdkOf, sdkOfKind, sdks } from "../welcome/index.ts";
import { Snippets } from "./snippets.tsx";
import classes from "./sources.module.css";

/** The write key, and the snippet for whatever SDK sends with it. */
export function ConnectCard({ source }: { source: Source }) {
  const own = sdkOfKind(source.kind);
  const [sdkId, setSdkId] = useState(own?.id ?? "http");
  const sdk = sdkOf(sdkId);
  if (source.kind === "sample") {
    return (
      <Card title="Send to it">
        <p className="dim">
          The sample company feeds this source by itself. To see events of your own,{" "}
          <TextLink to="/welcome" className="underlined">
            connect your product
          </TextLink>
          : it gets a workspace of its own.
        </p>
      </Card>
    );
  }
  return (
    <Card title="Send to it" hint="any of these SDKs can use the key">
      <div className={classes.fields}>
        <WriteKey source={source} />
        <Select
          label="SDK"
          allowDeselect={false}
          data={sdks.map(({ id, label, hint }) => ({ value: id, label: `${label} · ${hint}` }))}
          value={sdkId}
          onChange={(id) => setSdkId(isSdkId(id) ? id : sdkId)}
        />
        <p className="dim small">{sdk.advice}</p>
        <Snippets sdk={sdk} writeKey={source.writeKey} />
      </div>
    </Card>
  );
}

function WriteKey({ source }: { source: Source }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const rotate = useMutation(
    api.sources.rotateKey.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.sources.key() });
        setAsking(false);
        notifyDone("The source has a new write key. The old one is refused from now on.");
      },
      onError: notifyFailure("Could not change the key"),
    }),
  );
  const sent = source.health.accepted24h + source.health.quarantined24h;
  return (
    <div>
      <div className="small" style={{ fontWeight: 500, marginBottom: 4 }}>
        Write key
      </div>
      <div className={classes.inline} style={{ alignItems: "stretch" }}>
        <div className={classes.key}>
          <code>{source.writeKey}</code>
          <CopyButton value={source.writeKey} what="the write key" />
        </div>
        <AllowedButton permission="sources:write" onClick={() => setAsking(true)} style={{ height: "auto" }}>
          Rotate
        </AllowedButton>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Give ${source.name} a new write key?`}
        confirmLabel="Rotate the key"
        destructive
        busy={rotate.isPending}
        onConfirm={() => rotate.mutate({ id: source.id })}
      >
        <p>
          The old key stops at once. Everything that still sends with it gets the answer 401, and what it sends is lost unless the SDK keeps
          and retries it, until you put the new key in.
        </p>
        <p style={{ marginTop: 8 }}>
          {sent === 0
            ? "Nothing has been sent with it in the last 24 hours."
            : `In the last 24 hours, ${plural(sent, "event")} came with it.`}
        </p>
      </ConfirmDialog>
    </div>
  );
}
