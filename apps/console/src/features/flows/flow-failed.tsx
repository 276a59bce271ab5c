import { IconSitemap } from "@tabler/icons-react";
import { failedOrMissing } from "../../app/missing-part.tsx";
import { LinkButton } from "../../ui/link-button.tsx";

/** A flow that cannot be shown. */
export const FlowFailed = failedOrMissing({
  heading: "No flow here",
  title: "There is no such flow in this workspace",
  why: "It was deleted, or the address is not complete.",
  icon: IconSitemap,
  action: <LinkButton to="/engage/flows">All flows</LinkButton>,
});
