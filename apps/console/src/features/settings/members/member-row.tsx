import { Select, Tooltip } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Role } from "@throughline/contract";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { sessionQuery, useSession } from "../../../app/session.ts";
import { whyNot } from "../../../app/who-may.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { roleWords } from "../role-words.ts";
import classes from "../settings.module.css";
import type { Member } from "./members-query.ts";

/** One member: who, since when, with which role; the role can be changed, the member removed. */
export function MemberRow({ member, owners }: { member: Member; owners: number }) {
  const { user } = useSession();
  const self = member.userId === user?.id;
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <div className={classes.name}>
          {member.name || member.email} {self ? <Chip>you</Chip> : null} {member.twoFactor ? <Chip tone="good">Two-factor</Chip> : null}
        </div>
        <div className="dim small">
          {member.name ? `${member.email} · ` : ""}joined <TimeAgo at={member.joinedAt} />
          {member.twoFactor ? null : " · no second factor"}
        </div>
      </div>
      <RoleSelect member={member} self={self} owners={owners} />
      <Remove member={member} self={self} owners={owners} />
    </li>
  );
}

const lastOwner = "A workspace keeps at least one owner. Make somebody else an owner first.";
const ownersOnly = "Only an owner can change or remove owners.";

type PartProps = { member: Member; self: boolean; owners: number };

function useRefresh() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: api.workspace.members.key() }),
      queryClient.invalidateQueries({ queryKey: sessionQuery().queryKey }),
    ]);
}

function RoleSelect({ member, self, owners }: PartProps) {
  const { permissions, role } = useSession();
  const [asked, setAsked] = useState<Role | null>(null);
  const refresh = useRefresh();
  const setRole = useMutation(
    api.workspace.members.setRole.mutationOptions({
      onSuccess: async (changed) => {
        setAsked(null);
        await refresh();
        notifyDone(`${changed.name || changed.email} is now ${changed.role}.`);
      },
      onError: notifyFailure("Could not change the role"),
    }),
  );
  const reason = reasonAgainst(member, owners, permissions.includes("members:write") ? null : whyNot("members:write", role), role);
  const choose = (value: string | null) => {
    if (value === null || value === member.role) return;
    if (self) setAsked(value as Role);
    else setRole.mutate({ id: member.id, role: value as Role });
  };
  const offered = (Object.keys(roleWords) as Role[]).filter((name) => name !== "owner" || role === "owner" || member.role === "owner");
  return (
    <Tooltip label={reason} disabled={reason === null} multiline maw={260}>
      <div className={classes.role}>
        <Select
          aria-label={`Role of ${member.name || member.email}`}
          disabled={reason !== null || setRole.isPending}
          allowDeselect={false}
          data={offered.map((name) => ({ value: name, label: name[0]?.toUpperCase() + name.slice(1) }))}
          value={member.role}
          onChange={choose}
        />
        <ConfirmDialog
          opened={asked !== null}
          onClose={() => setAsked(null)}
          title={`Become ${asked ?? ""} yourself?`}
          confirmLabel="Change my role"
          destructive
          busy={setRole.isPending}
          onConfirm={() => asked && setRole.mutate({ id: member.id, role: asked })}
        >
          {asked ? roleWords[asked] : ""} You cannot take this back yourself; somebody else would have to.
        </ConfirmDialog>
      </div>
    </Tooltip>
  );
}

function Remove({ member, self, owners }: PartProps) {
  const { role, workspace } = useSession();
  const [asking, setAsking] = useState(false);
  const refresh = useRefresh();
  const remove = useMutation(
    api.workspace.members.remove.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        notifyDone(self ? `You have left ${workspace.name}.` : `${member.name || member.email} is no longer a member.`);
        if (self) window.location.assign("/");
        else await refresh();
      },
      onError: notifyFailure(self ? "Could not leave" : "Could not remove the member"),
    }),
  );
  const reason = self ? (member.role === "owner" && owners === 1 ? lastOwner : null) : reasonAgainst(member, owners, null, role);
  return (
    <>
      {/* Everybody may leave; removing others takes the permission. */}
      <AllowedButton
        permission={self ? "members:read" : "members:write"}
        unless={reason}
        onClick={() => setAsking(true)}
        aria-label={self ? "Leave the workspace" : `Remove ${member.name || member.email}`}
      >
        {self ? "Leave" : "Remove"}
      </AllowedButton>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={self ? `Leave ${workspace.name}?` : `Remove ${member.name || member.email}?`}
        confirmLabel={self ? "Leave" : "Remove"}
        destructive
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: member.id })}
      >
        {self
          ? "You lose access at once. Somebody has to invite you to come back."
          : "They lose access at once, here only: their account and their other workspaces stay. API keys that they made go on working."}
      </ConfirmDialog>
    </>
  );
}

function reasonAgainst(member: Member, owners: number, permission: string | null, ownRole: Role | null): string | null {
  if (permission !== null) return permission;
  if (member.role !== "owner") return null;
  if (ownRole !== "owner") return ownersOnly;
  return owners === 1 ? lastOwner : null;
}
