import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { ErrorState } from "../ui/error-state.tsx";

/** A page that could not be shown, inside the shell. Trying again asks the server anew. */
export function FailedPart({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const retry = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <>
      <h1 className="visually-hidden">This page could not be shown</h1>
      <ErrorState error={error} onRetry={retry} />
    </>
  );
}

/** The same without a shell around it, so with a main part of its own. */
export function FailedPage(props: ErrorComponentProps) {
  return (
    <main>
      <FailedPart {...props} />
    </main>
  );
}
