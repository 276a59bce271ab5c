import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { plural } from "../../../ui/format-number.ts";
import { formatDate } from "../../../ui/format-time.ts";
import { TimeAgo, useNow } from "../../../ui/time-ago.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { permissionWords } from "../role-words.ts";
import classes from "../settings.module.css";

export type ApiKey = Awaited<ReturnType<typeof api.workspace.apiKeys.list.call>>["items"][number];

const shownScopes = 4;

/** One key: its beginning, what it may do, whether it is used. */
export function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const [all, setAll] = useState(false);
  const timeZone = useTimeZone();
  const expires = apiKey.expiresAt === null ? null : new Date(apiKey.expiresAt);
  const expired = expires !== null && expires < useNow();
  const scopes = all ? apiKey.scopes : apiKey.scopes.slice(0, shownScopes);
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <div className={classes.name}>
          {apiKey.name} <code className="dim">{apiKey.start}…</code> {expired ? <Chip tone="bleed">Expired</Chip> : null}
        </div>
        <div className="dim small">
          made <TimeAgo at={apiKey.createdAt} />
          {apiKey.createdBy ? ` by ${apiKey.createdBy}` : ""} ·{" "}
          {apiKey.lastUsedAt ? (
            <>
              used <TimeAgo at={apiKey.lastUsedAt} />
            </>
          ) : (
            "never used"
          )}{" "}
          · {expires ? `${expired ? "expired" : "expires"} ${formatDate(expires, timeZone)}` : "does not expire"}
        </div>
        <div className={classes.scopes}>
          {scopes.map((scope) => (
            <Chip key={scope} title={permissionWords[scope]}>
              {scope}
            </Chip>
          ))}
          {apiKey.scopes.length > shownScopes ? (
            <button type="button" className={classes.moreScopes} aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? "fewer" : `and ${plural(apiKey.scopes.length - shownScopes, "more", "more")}`}
            </button>
          ) : null}
        </div>
      </div>
      <Revoke apiKey={apiKey} />
    </li>
  );
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation(
    api.workspace.apiKeys.revoke.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        await queryClient.invalidateQueries({ queryKey: api.workspace.apiKeys.key() });
        notifyDone(`${apiKey.name} is revoked.`);
      },
      onError: notifyFailure("Could not revoke the key"),
    }),
  );
  return (
    <>
      <AllowedButton permission="keys:write" onClick={() => setAsking(true)} aria-label={`Revoke ${apiKey.name}`}>
        Revoke
      </AllowedButton>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Revoke ${apiKey.name}?`}
        confirmLabel="Revoke the key"
        destructive
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate({ id: apiKey.id })}
      >
        Whatever uses {apiKey.start}… gets the answer 401 from now on. This cannot be taken back.{" "}
        {apiKey.lastUsedAt ? (
          <>
            It was last used <TimeAgo at={apiKey.lastUsedAt} />.
          </>
        ) : (
          "It has never been used."
        )}
      </ConfirmDialog>
    </>
  );
}
