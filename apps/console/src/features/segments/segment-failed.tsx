import type { ErrorComponentProps } from "@tanstack/react-router";
import { IconUsersGroup } from "@tabler/icons-react";
import { ApiError } from "../../app/api-error.ts";
import { FailedPart } from "../../app/failed-page.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";

/** A segment that cannot be shown: says so plainly when there is none. */
export function SegmentFailed(props: ErrorComponentProps) {
  const { error } = props;
  const isMissing = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid_input");
  if (!isMissing) return <FailedPart {...props} />;
  return (
    <Page title="No segment here">
      <EmptyState
        title="There is no such segment in this workspace"
        icon={<IconUsersGroup size={20} />}
        action={<LinkButton to="/segments">All segments</LinkButton>}
      >
        It was deleted, or the address is not complete.
      </EmptyState>
    </Page>
  );
}
