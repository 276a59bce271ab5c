import {
  IconArrowsSplit2,
  IconBolt,
  IconCalendarEvent,
  IconCalendarTime,
  IconChecklist,
  IconClockHour4,
  IconDoorExit,
  IconFlag,
  IconHandFinger,
  IconMail,
  IconMessage,
  IconBell,
  IconDeviceMobileMessage,
  IconPercentage50,
  IconRoute,
  IconSitemap,
  IconTags,
  IconUserCheck,
  IconUsersGroup,
  IconWebhook,
  IconPlugConnected,
  type Icon,
} from "@tabler/icons-react";
import type { FlowStep, FlowStepKind, FlowTrigger, MessageChannel } from "@throughline/contract";

const ofStep: Record<FlowStepKind, Icon> = {
  wait: IconClockHour4,
  branch: IconArrowsSplit2,
  split: IconPercentage50,
  message: IconMail,
  webhook: IconPlugConnected,
  task: IconChecklist,
  approval: IconUserCheck,
  change: IconTags,
  flow: IconSitemap,
  goal: IconFlag,
  exit: IconDoorExit,
};
const ofChannel: Record<MessageChannel, Icon> = {
  email: IconMail,
  sms: IconDeviceMobileMessage,
  push: IconBell,
  in_app: IconMessage,
  webhook: IconWebhook,
};
const ofTrigger: Record<FlowTrigger["kind"], Icon> = {
  event: IconBolt,
  segment: IconUsersGroup,
  stage: IconRoute,
  date: IconCalendarEvent,
  schedule: IconCalendarTime,
  manual: IconHandFinger,
};

export function KindIcon({ kind, size = 16 }: { kind: FlowStepKind; size?: number }) {
  const Shown = ofStep[kind];
  return <Shown size={size} stroke={1.7} aria-hidden="true" />;
}

/** A message shows by which channel it goes. */
export function StepIcon({ step, size = 16 }: { step: FlowStep; size?: number }) {
  const Shown = step.kind === "message" ? ofChannel[step.channel] : ofStep[step.kind];
  return <Shown size={size} stroke={1.7} aria-hidden="true" />;
}

export function TriggerIcon({ kind, size = 16 }: { kind: FlowTrigger["kind"]; size?: number }) {
  const Shown = ofTrigger[kind];
  return <Shown size={size} stroke={1.7} aria-hidden="true" />;
}
