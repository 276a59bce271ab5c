import type { Alert } from "@throughline/contract";
import type { Access } from "../../platform/auth/access.ts";
import type { StoredAlert } from "./alerts.store.ts";

/** What somebody sees of an alert: addresses and the secret only if they may change it. */
export function shownAlert({ workspaceId: _of, ...alert }: StoredAlert, access: Access): Alert {
  return access.permissions.has("insights:write") ? alert : { ...alert, webhookSecret: null };
}
