import type {
  ArbiterAnswer,
  Owner,
  RuleName,
  Stakes,
  TouchChannel,
  TouchKind,
  TouchOutcome,
  TouchPurpose,
  Verdict,
} from "@throughline/contract";
import type { Tone } from "../../ui/chip.tsx";

/** How each rule is called on screen. */
export const ruleWords: Record<RuleName, { label: string }> = {
  expiry: { label: "Expiry" },
  worth: { label: "Worth" },
  consent: { label: "Consent" },
  reachable: { label: "Reachable" },
  complaint: { label: "Open complaint" },
  conversation: { label: "Unsettled conversation" },
  score: { label: "Bad score" },
  holdout: { label: "Holdout" },
  quiet_hours: { label: "Quiet hours" },
  cap: { label: "Caps" },
  gap: { label: "Gap" },
  ownership: { label: "Ownership" },
};

/** What an answer means. Colour only where it says something: allowed heals, refused bleeds, waiting warns. */
export const answerWords: Record<ArbiterAnswer, { label: string; tone: Tone }> = {
  now: { label: "Allowed", tone: "good" },
  later: { label: "Put off", tone: "warn" },
  no: { label: "Held back", tone: "bleed" },
  task: { label: "For a person", tone: "accent" },
  approval: { label: "To be approved", tone: "accent" },
};

export const verdictWords: Record<Verdict["verdict"], { label: string; tone: Tone }> = {
  allow: { label: "Allows it", tone: "good" },
  wait: { label: "Puts it off", tone: "warn" },
  deny: { label: "Holds it back", tone: "bleed" },
  approval: { label: "Asks for approval", tone: "accent" },
  person: { label: "Leaves it to a person", tone: "accent" },
};

export const outcomeWords: Record<TouchOutcome, { label: string; tone: Tone }> = {
  sent: { label: "Sent", tone: "good" },
  failed: { label: "Failed", tone: "bleed" },
  unknown: { label: "Unknown outcome", tone: "warn" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

export const kindWords: Record<TouchKind, string> = { message: "Message", survey: "Survey", guide: "Guide", call: "Call", task: "Task" };
export const purposeWords: Record<TouchPurpose, { label: string; means: string }> = {
  transactional: { label: "Transactional", means: "they wait for it" },
  service: { label: "Service", means: "it helps them with what they are at" },
  promotional: { label: "Promotional", means: "it serves us more than them" },
  survey: { label: "Survey", means: "it asks them something" },
};
export const channelWords: Record<TouchChannel, string> = {
  email: "E-mail",
  sms: "SMS",
  push: "Push",
  whatsapp: "WhatsApp",
  in_app: "In-app",
  chat: "Chat",
  phone: "Phone",
  webhook: "Webhook",
};
export const stakesWords: Record<Stakes, string> = { low: "Low", medium: "Medium", high: "High" };
export const ownerWords: Record<Owner, { label: string; tone: Tone }> = {
  automation: { label: "Automation", tone: "neutral" },
  approval: { label: "Automation, after approval", tone: "warn" },
  person: { label: "A person", tone: "accent" },
};

/** The choices of a select, in the order of the words. */
export function choicesOf<Name extends string>(words: Record<Name, string | { label: string }>): { value: Name; label: string }[] {
  return (Object.entries(words) as [Name, string | { label: string }][]).map(([value, word]) => ({
    value,
    label: typeof word === "string" ? word : word.label,
  }));
}

/** A value of the address that is one of these, else undefined. */
export function oneOf<Name extends string>(words: Record<Name, unknown>, value: string | undefined): Name | undefined {
  return value !== undefined && Object.hasOwn(words, value) ? (value as Name) : undefined;
}
