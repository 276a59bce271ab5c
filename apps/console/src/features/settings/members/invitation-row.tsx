import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { formatDate } from "../../../ui/format-time.ts";
import { useNow } from "../../../ui/time-ago.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import classes from "../settings.module.css";
import type { Invitation } from "./members-query.ts";

/** Somebody who was invited and has not come yet; the invitation can be taken back. */
export function InvitationRow({ invitation }: { invitation: Invitation }) {
  const queryClient = useQueryClient();
  const timeZone = useTimeZone();
  const expires = new Date(invitation.expiresAt);
  const expired = expires < useNow();
  const cancel = useMutation(
    api.workspace.members.cancelInvite.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.workspace.members.key() });
        notifyDone(`The link for ${invitation.email} no longer works.`);
      },
      onError: notifyFailure("Could not take the invitation back"),
    }),
  );
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <div className={classes.name}>
          {invitation.email} {expired ? <Chip tone="warn">Expired</Chip> : null}
        </div>
        <div className="dim small">
          as {invitation.role} · {expired ? "expired" : "the link works until"} {formatDate(expires, timeZone)}
        </div>
      </div>
      <AllowedButton
        permission="members:write"
        loading={cancel.isPending}
        onClick={() => cancel.mutate({ id: invitation.id })}
        aria-label={`Take back the invitation of ${invitation.email}`}
      >
        Take back
      </AllowedButton>
    </li>
  );
}
