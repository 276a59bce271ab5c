import type { Permission } from "@throughline/contract";
import { IconLock } from "@tabler/icons-react";
import { useSession } from "../../app/session.ts";
import { whyNot } from "../../app/who-may.ts";
import { EmptyState } from "../../ui/empty-state.tsx";

/** Says why there is nothing to see, and who can. */
export function NoPermission({ permission, what }: { permission: Permission; what: string }) {
  const { role } = useSession();
  return (
    <EmptyState title={`You may not see ${what}`} icon={<IconLock size={26} stroke={1.5} />}>
      {whyNot(permission, role)}
    </EmptyState>
  );
}
