import type { ChannelSettings } from "@throughline/contract";
import type { Recipient } from "../render/load-recipients.ts";

type Tracking = ChannelSettings["email"]["tracking"];

/** What may be tracked for one person: by the workspace's rule and the person's latest answer to its purpose. */
export function mayTrack(
  { clicks, opens, purpose }: Tracking,
  { consents }: Pick<Recipient, "consents">,
): { clicks: boolean; opens: boolean } {
  const answer = consents.find((consent) => consent.purpose === purpose)?.granted;
  const allows = (rule: Tracking["clicks"]) => (rule === "never" ? false : rule === "consented" ? answer === true : answer !== false);
  return { clicks: allows(clicks), opens: allows(opens) };
}

const href = /(<a\b[^>]*?\shref=)("([^"]*)"|'([^']*)')/gi;
const entities: Record<string, string> = {
  "&amp;": "&",
  "&#38;": "&",
  "&quot;": '"',
  "&#34;": '"',
  "&#39;": "'",
  "&lt;": "<",
  "&gt;": ">",
};
const unescape = (text: string) => text.replaceAll(/&(?:amp|#38|quot|#34|#39|lt|gt);/g, (entity) => entities[entity] ?? entity);

/** Leads the links of a page through `track`; those to mail, phones and anchors, and ours, are left. */
export function trackLinks(html: string, ours: string, track: (url: string) => string): string {
  return html.replaceAll(href, (whole, before: string, _quoted: string, double: string | undefined, single: string | undefined) => {
    const url = unescape((double ?? single ?? "").trim());
    if (!/^https?:\/\//i.test(url) || url.startsWith(ours)) return whole;
    return `${before}"${track(url).replaceAll("&", "&amp;")}"`;
  });
}

/** Puts something at the end of a page. */
export const beforeEnd = (html: string, part: string): string =>
  /<\/body>/i.test(html) ? html.replace(/<\/body>(?![\s\S]*<\/body>)/i, `${part}</body>`) : html + part;
