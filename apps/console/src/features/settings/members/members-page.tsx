import { useQuery } from "@tanstack/react-query";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Card } from "../../../ui/card.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { plural } from "../../../ui/format-number.ts";
import { Page } from "../../../ui/page.tsx";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import classes from "../settings.module.css";
import { InvitationRow } from "./invitation-row.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberRow } from "./member-row.tsx";
import { RolesCard } from "./roles-card.tsx";

/** Who works here, with which role, and who has been invited. */
export function MembersPage() {
  const members = useQuery(api.workspace.members.list.queryOptions());
  const [inviting, setInviting] = useState(false);
  const description = members.data
    ? `${plural(members.data.items.length, "member")}${members.data.invitations.length > 0 ? ` · ${members.data.invitations.length} invited` : ""}`
    : undefined;
  return (
    <Page
      title="Members"
      description={description}
      actions={
        <AllowedButton
          permission="members:write"
          variant="filled"
          leftSection={<IconUserPlus size={15} />}
          onClick={() => setInviting(true)}
        >
          Invite
        </AllowedButton>
      }
    >
      {members.data ? (
        <>
          <Card flush>
            <ul className={classes.rows} aria-label="Members">
              {members.data.items.map((member) => (
                <MemberRow key={member.id} member={member} owners={members.data.items.filter(({ role }) => role === "owner").length} />
              ))}
            </ul>
          </Card>
          {members.data.invitations.length > 0 ? (
            <Card title="Invited" hint="not here yet" flush>
              <ul className={classes.rows} aria-label="Invitations">
                {members.data.invitations.map((invitation) => (
                  <InvitationRow key={invitation.id} invitation={invitation} />
                ))}
              </ul>
            </Card>
          ) : null}
          <RolesCard />
        </>
      ) : (
        <Card>
          {members.error ? <ErrorState error={members.error} onRetry={() => void members.refetch()} /> : <LinesSkeleton lines={6} />}
        </Card>
      )}
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </Page>
  );
}
