import { IconUsersGroup } from "@tabler/icons-react";
import { failedOrMissing } from "../../app/missing-part.tsx";
import { LinkButton } from "../../ui/link-button.tsx";

/** A segment that cannot be shown. */
export const SegmentFailed = failedOrMissing({
  heading: "No segment here",
  title: "There is no such segment in this workspace",
  why: "It was deleted, or the address is not complete.",
  icon: IconUsersGroup,
  action: <LinkButton to="/segments">All segments</LinkButton>,
});
