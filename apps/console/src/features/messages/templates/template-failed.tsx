import type { ErrorComponentProps } from "@tanstack/react-router";
import { IconTemplate } from "@tabler/icons-react";
import { ApiError } from "../../../app/api-error.ts";
import { FailedPart } from "../../../app/failed-page.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { LinkButton } from "../../../ui/link-button.tsx";
import { Page } from "../../../ui/page.tsx";

/** A template that cannot be shown: says so plainly when there is none. */
export function TemplateFailed(props: ErrorComponentProps) {
  const { error } = props;
  const isMissing = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid_input");
  if (!isMissing) return <FailedPart {...props} />;
  return (
    <Page title="No template here">
      <EmptyState
        title="There is no such template in this workspace"
        icon={<IconTemplate size={20} />}
        action={<LinkButton to="/engage/messages/templates">All templates</LinkButton>}
      >
        It was deleted, or the address is not complete.
      </EmptyState>
    </Page>
  );
}
