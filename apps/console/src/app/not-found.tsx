import { EmptyState } from "../ui/empty-state.tsx";
import { LinkButton } from "../ui/link-button.tsx";

export function NotFound() {
  return (
    <EmptyState title="There is nothing at this address" action={<LinkButton to="/">Go to Home</LinkButton>}>
      The page may have moved, or what it showed was deleted.
    </EmptyState>
  );
}
