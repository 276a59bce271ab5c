import { createHash } from "node:crypto";
import { escapeHtml } from "../render/liquid.ts";
import { pageLanguages, type Spoken } from "./page-words.ts";

export type Choice = {
  key: string;
  name: string;
  description: string;
  granted: boolean;
  /** When they said so; null where nothing was said, and the default holds. */
  answeredAt: number | null;
};
type PageOf = { spoken: Spoken };
export type PreferencesPage = PageOf & {
  company: string;
  action: string;
  topics: Choice[];
  purposes: Choice[];
  saved: boolean;
  email: string | null;
  /** The clocks by which dates are written. */
  timeZone: string;
};

const style = `
:root{color-scheme:light dark;--ink:#1f2933;--faint:#52606d;--line:#cbd2d9;--page:#fff;--accent:#1d4ed8;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#f0f2f5;--faint:#aab4bf;--line:#3e4c59;--page:#16191d;--accent:#8fb4ff;--on:#10131a}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
main{max-width:36rem;margin:0 auto;padding:3rem 1.25rem}
h1{font-size:1.5rem;margin:0 0 .5rem}
h2,legend{font-size:1rem;font-weight:600;padding:0;margin:0 0 .5rem}
p{margin:0 0 1rem}
.faint{color:var(--faint)}
fieldset{border:0;border-top:1px solid var(--line);padding:1.25rem 0;margin:0}
label{display:flex;gap:.75rem;padding:.5rem 0;cursor:pointer}
label input{flex:none;width:1.25rem;height:1.25rem;margin:.15rem 0 0;accent-color:var(--accent)}
small{display:block;color:var(--faint);font-size:.875rem}
button{font:inherit;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:.4rem;border:1px solid var(--accent);cursor:pointer}
button.main{background:var(--accent);color:var(--on)}
button.quiet{background:transparent;color:var(--ink);border-color:var(--line)}
.row{display:flex;flex-wrap:wrap;gap:.75rem;padding-top:.5rem}
[role=status]{border:1px solid var(--line);border-radius:.4rem;padding:.75rem 1rem;margin:0 0 1.25rem}
a{color:var(--accent)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.875rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
`;
/** Nothing runs, nothing is loaded, and forms come back here. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

type Part = { title: string; body: string; isSwitchable?: boolean } & PageOf;

function page({ title, body, spoken, isSwitchable = false }: Part): string {
  const { language, words } = spoken;
  return `<!doctype html><html lang="${language}" dir="${words.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${body}${isSwitchable ? otherLanguages(spoken) : ""}</main></body></html>`;
}

/** The same page in other words. */
function otherLanguages({ language, words }: Spoken): string {
  const others = Object.entries(pageLanguages).filter(([name]) => name !== language);
  const links = others.map(([name, other]) => `<a href="?lang=${name}" lang="${name}" hreflang="${name}">${escapeHtml(other.name)}</a>`);
  return `<nav aria-label="${escapeHtml(words.language)}">${links.join("")}</nav>`;
}

/** A sentence with what it speaks of: as HTML, whatever stands in a value. */
const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  escapeHtml(sentence).replaceAll(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
const plain = (sentence: string, company: string): string => sentence.replaceAll("{company}", company);

function preferenceChoice(
  group: string,
  { key, name, description, granted, answeredAt }: Choice,
  { spoken, timeZone }: PreferencesPage,
): string {
  const { answered } = spoken.words;
  const date = answeredAt === null ? null : new Intl.DateTimeFormat(spoken.locale, { dateStyle: "long", timeZone }).format(answeredAt);
  const notes = [
    ...(description === "" ? [] : [`<span dir="auto">${escapeHtml(description)}</span>`]),
    ...(date === null ? [] : [fill(granted ? answered.yes : answered.no, { date: escapeHtml(date) })]),
  ];
  return `<label><input type="checkbox" name="${group}" value="${escapeHtml(key)}"${granted ? " checked" : ""}><span><span dir="auto">${escapeHtml(name)}</span>${notes.map((note) => `<small>${note}</small>`).join("")}</span></label>`;
}
const group = (legend: string, name: string, choices: readonly Choice[], of: PreferencesPage): string =>
  choices.length === 0
    ? ""
    : `<fieldset><legend>${escapeHtml(legend)}</legend>${choices.map((one) => preferenceChoice(name, one, of)).join("")}</fieldset>`;

/** Where a person says what they want to get, without signing in. */
export function preferencesPage(of: PreferencesPage): string {
  const { company, action, topics, purposes, saved, email, spoken } = of;
  const { choose } = spoken.words;
  return page({
    spoken,
    isSwitchable: true,
    title: plain(choose.title, company),
    body: `${saved ? `<p role="status">${escapeHtml(choose.saved)}</p>` : ""}<h1>${fill(choose.title, { company: escapeHtml(company) })}</h1>
<p class="faint">${email === null ? "" : `${fill(choose.forWhom, { email: escapeHtml(email) })} `}${escapeHtml(choose.always)}</p>
<form method="post" action="${escapeHtml(action)}">${group(choose.topics, "topic", topics, of)}${group(choose.kinds, "purpose", purposes, of)}
<div class="row"><button class="main" type="submit" name="do" value="save">${escapeHtml(choose.save)}</button><button class="quiet" type="submit" name="do" value="none">${escapeHtml(choose.none)}</button></div></form>`,
  });
}

type LeavingPage = PageOf & { company: string; topic: string; preferences: string };
const about = ({ company, topic }: LeavingPage) => ({
  company: escapeHtml(company),
  topic: `<strong dir="auto">${escapeHtml(topic)}</strong>`,
});

/** What stands behind the link of the mail itself: nothing happens before the button, since programs open links too. */
export function unsubscribePage(of: LeavingPage & { action: string }): string {
  const { spoken, company, action, preferences } = of;
  const { leave } = spoken.words;
  return page({
    spoken,
    isSwitchable: true,
    title: plain(leave.title, company),
    body: `<h1>${escapeHtml(leave.heading)}</h1><p>${fill(leave.what, about(of))}</p>
<form method="post" action="${escapeHtml(action)}"><div class="row"><button class="main" type="submit">${escapeHtml(leave.button)}</button></div></form>
<p><br><a href="${escapeHtml(preferences)}">${escapeHtml(leave.instead)}</a></p>`,
  });
}

export function unsubscribedPage(of: LeavingPage): string {
  const { spoken, preferences } = of;
  const { left, footer } = spoken.words;
  return page({
    spoken,
    title: left.title,
    body: `<h1>${escapeHtml(left.title)}</h1><p role="status">${fill(left.what, about(of))}</p>
<p><a href="${escapeHtml(preferences)}">${escapeHtml(footer.choose)}</a></p>`,
  });
}

export function brokenLinkPage(spoken: Spoken): string {
  const { title, what } = spoken.words.broken;
  return page({ spoken, title, body: `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(what)}</p>` });
}
