import type { PosthogEvent } from "./posthog-event.ts";

const interactions: Record<string, string> = { click: "Element Clicked", submit: "Form Submitted", change: "Field Changed" };

/** PostHog's own events whose name would not read well word by word. */
const names: Record<string, string> = {
  $rageclick: "Rage Click",
  $pageleave: "Page Left",
  $copy_autocapture: "Text Copied",
  $opt_in: "Opted In",
};
const abbreviations: Record<string, string> = { ai: "AI", sdk: "SDK", llm: "LLM" };

/** The name of a tracked event: the sender's own names stay as they are, PostHog's (`$web_vitals`) become words ("Web Vitals"). */
export function trackedName(event: PosthogEvent): string {
  const { name, properties } = event;
  if (!name.startsWith("$")) return name;
  if (name === "$autocapture") return interactions[String(properties["$event_type"])] ?? "Element Used";
  const known = Object.hasOwn(names, name) ? names[name] : undefined;
  if (known !== undefined) return known;
  const words = name
    .replace(/^\$+/, "")
    .split(/[_\s]+/)
    .filter(Boolean);
  return words.map((word) => abbreviations[word.toLowerCase()] ?? word[0]?.toUpperCase() + word.slice(1)).join(" ");
}
