import { IconUserOff } from "@tabler/icons-react";
import { failedOrMissing } from "../../app/missing-part.tsx";
import { LinkButton } from "../../ui/link-button.tsx";

/** A person who cannot be shown. */
export const PersonFailed = failedOrMissing({
  heading: "Nobody here",
  title: "There is no such person in this workspace",
  why: "They were deleted, they belong to another workspace, or the address is not complete.",
  icon: IconUserOff,
  action: <LinkButton to="/people">All people</LinkButton>,
});
