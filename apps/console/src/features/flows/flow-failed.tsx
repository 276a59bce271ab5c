import type { ErrorComponentProps } from "@tanstack/react-router";
import { IconSitemap } from "@tabler/icons-react";
import { ApiError } from "../../app/api-error.ts";
import { FailedPart } from "../../app/failed-page.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";

/** A flow that cannot be shown: says so plainly when there is none. */
export function FlowFailed(props: ErrorComponentProps) {
  const { error } = props;
  const isMissing = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid_input");
  if (!isMissing) return <FailedPart {...props} />;
  return (
    <Page title="No flow here">
      <EmptyState
        title="There is no such flow in this workspace"
        icon={<IconSitemap size={20} />}
        action={<LinkButton to="/engage/flows">All flows</LinkButton>}
      >
        It was deleted, or the address is not complete.
      </EmptyState>
    </Page>
  );
}
