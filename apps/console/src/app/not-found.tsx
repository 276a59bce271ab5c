import { EmptyState } from "../ui/empty-state.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Page } from "../ui/page.tsx";

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <Page title="There is nothing here">
      <EmptyState title="This address leads nowhere" action={<LinkButton to="/">Go to Home</LinkButton>}>
        The page may have moved, or what it showed was deleted.
      </EmptyState>
    </Page>
  );
}
