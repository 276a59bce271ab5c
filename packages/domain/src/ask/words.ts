/** One word of a question. `stem` is what words are compared by; `quoted` stands as it was written. */
export type Word = { text: string; stem: string; quoted: boolean };

/** Written as one word by some and as two by others. */
const oneAsTwo: [RegExp, string][] = [
  [/\b(?:sign[- ]?ups?|registrations?|registered)\b/gi, "sign up"],
  [/\b(?:log-?ins?|logged in|log in|logging in|sign-?ins)\b/gi, "sign in"],
  [/\bhand-?(?:over|off)s?\b/gi, "hand over"],
  [/\bdrop-?(?:off|out)s?\b/gi, "drop out"],
  [/\be-mails?\b/gi, "email"],
  [/\bu-turns?\b/gi, "u turn"],
  // A support ticket is a ticket: no team and no topic is meant.
  [/\b(?:support|help ?desk|service) (?=(?:tickets?|cases?)\b)/gi, ""],
  [/\bphone (?=calls?\b)/gi, ""],
  [/\s*(?:→|⟶|➜|[-=]>)\s*/g, " then "],
  [/>=\s*(?=\d)/g, " at least "],
  [/<=\s*(?=\d)/g, " at most "],
  [/>\s*(?=\d)/g, " more than "],
  [/<\s*(?=\d)/g, " less than "],
  [/\s>\s/g, " then "],
];

/** A question as words, in lower case; what stands in quotes is one word, and so is the path of a page. Percent signs, commas and the like are no words. */
export function toWords(question: string): Word[] {
  const words: Word[] = [];
  let text = question;
  for (const [pattern, said] of oneAsTwo) text = text.replace(pattern, said);
  for (const [, quoted, plain] of text.matchAll(
    /["“”«»„]([^"“”«»„]+)["“”«»„]|((?:(?<![\p{L}\p{N}])\/)?[\p{L}\p{N}$@][\p{L}\p{N}$@._/'’-]*)/gu,
  )) {
    if (quoted !== undefined) words.push({ text: quoted.trim(), stem: quoted.trim().toLowerCase(), quoted: true });
    else {
      const clean = (plain as string)
        .replace(/['’]s$/iu, "")
        .replace(/[._'’-]+$/u, "")
        .toLowerCase();
      if (clean.startsWith("/")) words.push({ text: clean, stem: clean, quoted: false });
      else if (clean !== "")
        words.push(...clean.split(/(?<=\p{L})[-/](?=\p{L})/u).map((part) => ({ text: part, stem: stemOf(part), quoted: false })));
    }
  }
  return words;
}

const irregular: Record<string, string> = {
  sent: "send",
  sends: "send",
  paid: "pay",
  pays: "pay",
  bought: "buy",
  left: "leave",
  began: "begin",
  seen: "view",
  saw: "view",
  see: "view",
  looked: "view",
  logged: "sign",
  log: "sign",
  logins: "sign",
  login: "sign",
  people: "person",
  persons: "person",
  users: "person",
  user: "person",
  customers: "customer",
  companies: "company",
  cancellation: "cancel",
  cancellations: "cancel",
  cancelation: "cancel",
  cancelations: "cancel",
  churn: "cancel",
  churns: "cancel",
  churned: "cancel",
  hit: "reach",
  hits: "reach",
  hitting: "reach",
  canceled: "cancel",
  renewal: "renew",
  renewals: "renew",
  upgrade: "upgrad",
  upgrades: "upgrad",
  signup: "sign",
  signups: "sign",
  months: "month",
  days: "day",
  weeks: "week",
  views: "view",
  viewing: "view",
  opened: "open",
  replies: "repli",
  reply: "repli",
  did: "do",
  does: "do",
  done: "do",
  verification: "verify",
  verifications: "verify",
  session: "session",
  sessions: "session",
  used: "use",
  using: "use",
  uses: "use",
  failure: "fail",
  failures: "fail",
  opening: "open",
  went: "go",
  goes: "go",
  exports: "export",
  invitation: "invite",
  invitations: "invite",
  invites: "invite",
  invited: "invite",
  logging: "sign",
  registrations: "sign",
  registered: "sign",
};

/** A rough stem: enough that "created", "creating", "creates" and "creation" are one word. Not a linguist's. */
export function stemOf(word: string): string {
  if (irregular[word] !== undefined) return irregular[word];
  if (word.length <= 3 || /\d/.test(word)) return word === "add" ? "ad" : word;
  let stem = word;
  for (const [ending, replacement, least] of endings) {
    if (stem.endsWith(ending) && stem.length - ending.length >= least) {
      stem = stem.slice(0, stem.length - ending.length) + replacement;
      break;
    }
  }
  stem = stem.replace(/(?<=[^aeiou])i$/, "y");
  stem = stem.replace(/([bdfgmnprt])\1$/, "$1");
  return stem.length > 3 ? stem.replace(/e$/, "") : stem;
}

const endings: [string, string, number][] = [
  ["ations", "at", 3],
  ["ation", "at", 3],
  ["ions", "", 4],
  ["ion", "", 4],
  ["ingly", "", 3],
  ["edly", "", 3],
  ["ings", "", 3],
  ["ing", "", 3],
  ["ies", "y", 2],
  ["ied", "y", 2],
  ["als", "", 5],
  ["al", "", 5],
  ["ments", "ment", 3],
  ["sses", "ss", 2],
  ["xes", "x", 2],
  ["ches", "ch", 2],
  ["shes", "sh", 2],
  ["ed", "", 3],
  ["ss", "ss", 1],
  ["us", "us", 1],
  ["es", "e", 3],
  ["s", "", 3],
];

/** Changes of one letter (also two swapped) between two words, up to `most`; more is Infinity. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] as number) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  const result = last[b.length] as number;
  return result <= most ? result : Infinity;
}
