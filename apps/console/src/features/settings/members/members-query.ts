import { api } from "../../../app/api.ts";

export type Members = Awaited<ReturnType<typeof api.workspace.members.list.call>>;
export type Member = Members["items"][number];
export type Invitation = Members["invitations"][number];
