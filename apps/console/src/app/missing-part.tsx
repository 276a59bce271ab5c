import type { ErrorComponentProps } from "@tanstack/react-router";
import type { ComponentType, ReactNode } from "react";
import { EmptyState } from "../ui/empty-state.tsx";
import { Page } from "../ui/page.tsx";
import { ApiError } from "./api-error.ts";
import { FailedPart } from "./failed-page.tsx";

type Missing = { heading: string; title: string; why: string; icon: ComponentType<{ size: number }>; action: ReactNode };

/** What a page shows that cannot be shown: says so plainly when what it is about is not there, else what went wrong. */
export const failedOrMissing =
  ({ heading, title, why, icon: Icon, action }: Missing) =>
  (props: ErrorComponentProps) => {
    const { error } = props;
    const isMissing = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid_input");
    if (!isMissing) return <FailedPart {...props} />;
    return (
      <Page title={heading}>
        <EmptyState title={title} icon={<Icon size={20} />} action={action}>
          {why}
        </EmptyState>
      </Page>
    );
  };
