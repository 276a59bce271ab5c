import type { Actor, Channel, Kind } from "@throughline/contract";
import {
  IconAppWindow,
  IconAt,
  IconBrandWhatsapp,
  IconDeviceMobile,
  IconHeadset,
  IconLifebuoy,
  IconMail,
  IconMessage,
  IconMessage2,
  IconPhone,
  IconReceipt,
  IconRobot,
  IconServer,
  IconSettings,
  IconStar,
  IconUser,
  IconWorld,
  type Icon,
} from "@tabler/icons-react";

const icons: Record<Channel, Icon> = {
  web: IconWorld,
  mobile: IconDeviceMobile,
  server: IconServer,
  email: IconMail,
  chat: IconMessage,
  phone: IconPhone,
  sms: IconMessage2,
  whatsapp: IconBrandWhatsapp,
  social: IconAt,
  review: IconStar,
  support: IconLifebuoy,
  billing: IconReceipt,
  in_app: IconAppWindow,
};
export const allChannels = Object.keys(icons) as Channel[];

const actorIcons: Record<Actor, Icon> = { customer: IconUser, agent: IconHeadset, bot: IconRobot, system: IconSettings };
export const actorWords: Record<Actor, string> = { customer: "Customer", agent: "Agent", bot: "Bot", system: "System" };

const kindWords: Record<Kind, string> = {
  track: "Events",
  page: "Page views",
  screen: "Screens",
  identify: "Identified",
  group: "Accounts",
  alias: "Aliases",
};
export const allKinds = Object.keys(kindWords) as Kind[];
export const kindLabel = (kind: Kind): string => kindWords[kind];

export function ChannelIcon({ channel, size = 16 }: { channel: Channel; size?: number }) {
  const Shape = icons[channel];
  return <Shape size={size} stroke={1.7} aria-hidden="true" />;
}

export function ActorIcon({ actor, size = 14 }: { actor: Actor; size?: number }) {
  const Shape = actorIcons[actor];
  return <Shape size={size} stroke={1.7} aria-hidden="true" />;
}
