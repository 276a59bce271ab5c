import { IconBuildingOff } from "@tabler/icons-react";
import { failedOrMissing } from "../../app/missing-part.tsx";
import { LinkButton } from "../../ui/link-button.tsx";

/** An account that cannot be shown. */
export const AccountFailed = failedOrMissing({
  heading: "No account here",
  title: "There is no such account in this workspace",
  why: "It belongs to another workspace, or the address is not complete.",
  icon: IconBuildingOff,
  action: <LinkButton to="/accounts">All accounts</LinkButton>,
});
