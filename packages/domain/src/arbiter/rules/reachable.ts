import type { TouchChannel } from "@throughline/contract";
import type { Facts, Rule } from "../facts.ts";
import { allow, deny } from "../verdicts.ts";

const byEmail = ({ email, matters }: Facts): string | null => {
  if (email === null) return "No e-mail address is known.";
  const bounced = matters.some((matter) => matter.kind === "bounce");
  return bounced ? "Mail to them came back, and none has arrived since." : null;
};
const byPhone = ({ phone }: Facts): string | null => (phone === null ? "No phone number is known." : null);
const always = (): null => null;

/** Why a channel does not reach somebody. What shows inside the product or goes to a system reaches whoever comes. */
const obstacles: Record<TouchChannel, (facts: Facts) => string | null> = {
  email: byEmail,
  sms: byPhone,
  whatsapp: byPhone,
  phone: byPhone,
  push: ({ push }) => (push ? null : "No device takes push messages for them."),
  in_app: always,
  chat: always,
  webhook: always,
};

export const reachable: Rule = (touch, facts) => {
  const obstacle = obstacles[touch.channel](facts);
  const evidence = { channel: touch.channel };
  return obstacle === null ? allow("reachable", "The channel reaches them.", evidence) : deny("reachable", obstacle, evidence);
};
