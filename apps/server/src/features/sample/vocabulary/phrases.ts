import type { Random } from "../random.ts";
import type { Language } from "./countries.ts";

type ByLanguage = Readonly<Record<Language, readonly string[]>>;

/** How people begin the story again; what follows is their first message. */
export const RETELLING: ByLanguage = {
  en: ["As I already told the bot: ", "Again: ", "I wrote this before. ", "I just explained that. "],
  de: ["Wie schon geschrieben: ", "Noch einmal: "],
  fr: ["Comme je l'ai déjà dit : ", "Je répète : "],
  es: ["Como ya dije: ", "Otra vez: "],
};

export const THANKS: ByLanguage = {
  en: ["Thanks, that works!", "Perfect, thank you.", "ok thanks", "Great, solved.", "That did it, cheers."],
  de: ["Danke, jetzt geht es!", "Super, vielen Dank."],
  fr: ["Merci, ça marche !", "Parfait, merci."],
  es: ["¡Gracias, ya funciona!", "Perfecto, gracias."],
};

export const ASK_FOR_PERSON: ByLanguage = {
  en: ["Can I talk to a person?", "That does not help. A human please.", "I already tried that.", "No."],
  de: ["Kann ich bitte mit einem Menschen sprechen?", "Das hilft mir nicht."],
  fr: ["Je voudrais parler à une personne.", "Cela ne m'aide pas."],
  es: ["Quiero hablar con una persona.", "Eso no me ayuda."],
};

export const BOT_GREETINGS = ["Hi {name}, I'm the assistant of Varnbrook Reports.", "Hello {name}! Let me have a look."] as const;

export const AGENT_ASKS_AGAIN = [
  "Hi {name}, thanks for waiting. Could you tell me what this is about?",
  "Hello {name}, I'm {agent}. Can you describe the problem once more?",
  "Hi {name}, sorry, I cannot see what you wrote before. What happened?",
] as const;

export const AGENT_KNOWS = [
  "Hi {name}, I'm {agent}. I have read what you wrote, give me a minute.",
  "Hello {name}, I see what the problem is. I'm looking into it.",
] as const;

export const MAIL_CLOSINGS = ["Thanks, {name}", "Best, {name}", "Kind regards, {name}", "{name}"] as const;

interface ReviewText {
  readonly title: string;
  readonly text: string;
}

export const REVIEWS: Readonly<Record<"good" | "middling" | "bad", readonly ReviewText[]>> = {
  good: [
    { title: "Saves us a day each month", text: "Reports go out by themselves and the numbers are right. Support answers quickly." },
    { title: "Does what it says", text: "Connected our database in ten minutes. The scheduled reports are the best part." },
    { title: "Unser Monatsbericht läuft jetzt allein", text: "Einfach eingerichtet, sehr zuverlässig. Klare Empfehlung." },
    { title: "Très pratique", text: "Les rapports partent tout seuls, et l'équipe répond vite." },
  ],
  middling: [
    {
      title: "Good, with rough edges",
      text: "Dashboards are nice. Large reports are slow and the plan limits come sooner than you think.",
    },
    { title: "Solid but setup took long", text: "Once the domain was verified everything went fine. Getting there took us a week." },
  ],
  bad: [
    { title: "Could not even get started", text: "Domain verification failed for days. The bot sent me the same article three times." },
    { title: "Fine until you need help", text: "I had to explain my problem to three people, and it is still not solved." },
    { title: "Payment form rejects our tax number", text: "We wanted to upgrade and could not. Nobody seemed to care." },
  ],
};

export const SOCIAL_POSTS: Readonly<Record<"good" | "bad", readonly string[]>> = {
  good: [
    "Our month-end report just sent itself. Thank you @varnbrook",
    "@varnbrook forecasts are surprisingly good",
    "Shout-out to the @varnbrook support team, solved in five minutes",
  ],
  bad: [
    "Day three of trying to verify a domain with @varnbrook. Anyone else?",
    "@varnbrook is your payment form broken? It does not like EU tax numbers",
    "@varnbrook dashboards are down again?",
  ],
};

export const SURVEY_COMMENTS: Readonly<Record<"good" | "middling" | "bad", readonly string[]>> = {
  good: ["Easy to use", "The scheduled reports are great", "Schneller Support", "Works, no surprises", "Très bon outil"],
  middling: ["OK, but slow at times", "Good, a bit expensive", "Nice, exports could be better"],
  bad: [
    "Setting up the domain was painful",
    "I had to explain everything twice",
    "Too expensive for what we use",
    "Payment form did not accept our tax number",
    "Nadie responde a mis correos",
  ],
};

/** Fills {slots}; a slot without a value stays as it is and shows in review. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);
}

/** A phrase in the customer's language. */
export function sayIn(language: Language, phrases: ByLanguage, random: Random): string {
  return random.pick(phrases[language]);
}
