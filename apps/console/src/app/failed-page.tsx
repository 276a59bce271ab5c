import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { useLocation, useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { ErrorState } from "../ui/error-state.tsx";
import { Page } from "../ui/page.tsx";
import { usePlaces } from "./use-places.ts";

/** A page that could not be shown, inside the shell, under the name of its place. Trying again asks the server anew. */
export function FailedPart({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const { pathname } = useLocation();
  // The longest is the nearest: `/data/sources/…` belongs to Sources.
  const place = usePlaces()
    .filter(({ to }) => pathname === to || (to !== "/" && pathname.startsWith(`${to}/`)))
    .toSorted((a, b) => b.to.length - a.to.length)[0];
  const queries = useQueryErrorResetBoundary();
  const retry = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <Page title={place?.label ?? "This page could not be shown"}>
      <ErrorState error={error} onRetry={retry} />
    </Page>
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
