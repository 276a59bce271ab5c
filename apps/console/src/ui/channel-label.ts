import type { Channel } from "@throughline/contract";

/** Every channel and how it is called on screen. */
export const channelLabels: Record<Channel, string> = {
  web: "Web",
  mobile: "Mobile",
  server: "Server",
  email: "E-mail",
  chat: "Chat",
  phone: "Phone",
  sms: "SMS",
  whatsapp: "WhatsApp",
  social: "Social",
  review: "Reviews",
  support: "Support",
  billing: "Billing",
  in_app: "In-app",
};

/** How a channel is called on screen. */
export function channelLabel(channel: Channel): string {
  return channelLabels[channel];
}
