import type { ErrorComponentProps } from "@tanstack/react-router";
import { IconUserOff } from "@tabler/icons-react";
import { ApiError } from "../../app/api-error.ts";
import { FailedPart } from "../../app/failed-page.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";

/** A person who cannot be shown: says so plainly when there is nobody. */
export function PersonFailed(props: ErrorComponentProps) {
  const { error } = props;
  const isMissing = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid_input");
  if (!isMissing) return <FailedPart {...props} />;
  return (
    <Page title="Nobody here">
      <EmptyState
        title="There is no such person in this workspace"
        icon={<IconUserOff size={20} />}
        action={<LinkButton to="/people">All people</LinkButton>}
      >
        They were deleted, they belong to another workspace, or the address is not complete.
      </EmptyState>
    </Page>
  );
}
