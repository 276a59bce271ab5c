import { IconTemplate } from "@tabler/icons-react";
import { failedOrMissing } from "../../../app/missing-part.tsx";
import { LinkButton } from "../../../ui/link-button.tsx";

/** A template that cannot be shown. */
export const TemplateFailed = failedOrMissing({
  heading: "No template here",
  title: "There is no such template in this workspace",
  why: "It was deleted, or the address is not complete.",
  icon: IconTemplate,
  action: <LinkButton to="/engage/messages/templates">All templates</LinkButton>,
});
