import { IconRouteOff } from "@tabler/icons-react";
import { failedOrMissing } from "../../app/missing-part.tsx";
import { LinkButton } from "../../ui/link-button.tsx";

/** A journey that cannot be shown. */
export const JourneyFailed = failedOrMissing({
  heading: "No journey here",
  title: "There is no such journey in this workspace",
  why: "It was deleted, or the address is not complete.",
  icon: IconRouteOff,
  action: <LinkButton to="/journeys">All journeys</LinkButton>,
});
