import { createHash } from "node:crypto";
import { escapeHtml } from "../render/liquid.ts";

export type Choice = { key: string; name: string; description: string; granted: boolean };
export type PreferencesPage = {
  company: string;
  action: string;
  topics: Choice[];
  purposes: Choice[];
  saved: boolean;
  email: string | null;
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
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
`;
/** Nothing runs, nothing is loaded, and forms come back here. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;

const choice = (group: string, { key, name, description, granted }: Choice): string =>
  `<label><input type="checkbox" name="${group}" value="${escapeHtml(key)}"${granted ? " checked" : ""}><span>${escapeHtml(name)}${description === "" ? "" : `<small>${escapeHtml(description)}</small>`}</span></label>`;
const group = (legend: string, name: string, choices: readonly Choice[]): string =>
  choices.length === 0
    ? ""
    : `<fieldset><legend>${escapeHtml(legend)}</legend>${choices.map((one) => choice(name, one)).join("")}</fieldset>`;

/** Where a person says what they want to get, without signing in. */
export const preferencesPage = ({ company, action, topics, purposes, saved, email }: PreferencesPage): string =>
  page(
    `What you get from ${company}`,
    `${saved ? `<p role="status">Saved. This holds from now on.</p>` : ""}<h1>What you get from ${escapeHtml(company)}</h1>
<p class="faint">${email === null ? "" : `For ${escapeHtml(email)}. `}What you need to use the product (receipts, security, answers to you) is sent in any case.</p>
<form method="post" action="${escapeHtml(action)}">${group("Topics", "topic", topics)}${group("Kinds of message", "purpose", purposes)}
<div class="row"><button class="main" type="submit" name="do" value="save">Save</button><button class="quiet" type="submit" name="do" value="none">Unsubscribe from everything</button></div></form>`,
  );

/** What stands behind the link of the mail itself: nothing happens before the button, since programs open links too. */
export const unsubscribePage = ({
  company,
  topic,
  action,
  preferences,
}: {
  company: string;
  topic: string;
  action: string;
  preferences: string;
}): string =>
  page(
    `Unsubscribe from ${company}`,
    `<h1>Unsubscribe</h1><p>You will get no more messages from ${escapeHtml(company)} about <strong>${escapeHtml(topic)}</strong>.</p>
<form method="post" action="${escapeHtml(action)}"><div class="row"><button class="main" type="submit">Unsubscribe</button></div></form>
<p class="faint"><br><a href="${escapeHtml(preferences)}">Choose what you get</a> instead.</p>`,
  );

export const unsubscribedPage = ({ company, topic, preferences }: { company: string; topic: string; preferences: string }): string =>
  page(
    "You are unsubscribed",
    `<h1>You are unsubscribed</h1><p role="status">${escapeHtml(company)} sends you no more messages about <strong>${escapeHtml(topic)}</strong>.</p>
<p><a href="${escapeHtml(preferences)}">Choose what you get</a></p>`,
  );

export const brokenLinkPage = (): string =>
  page(
    "This link does not work",
    `<h1>This link does not work</h1><p>It is not complete, or what it was about has been deleted. Open it from the message again, or write to whoever sent it.</p>`,
  );
