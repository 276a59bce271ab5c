import type { ErrorComponentProps } from "@tanstack/react-router";
import { IconBuildingOff } from "@tabler/icons-react";
import { ApiError } from "../../app/api-error.ts";
import { FailedPart } from "../../app/failed-page.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";

/** An account that cannot be shown: says so plainly when there is none. */
export function AccountFailed(props: ErrorComponentProps) {
  const { error } = props;
  const isMissing = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid_input");
  if (!isMissing) return <FailedPart {...props} />;
  return (
    <Page title="No account here">
      <EmptyState
        title="There is no such account in this workspace"
        icon={<IconBuildingOff size={20} />}
        action={<LinkButton to="/accounts">All accounts</LinkButton>}
      >
        It belongs to another workspace, or the address is not complete.
      </EmptyState>
    </Page>
  );
}
