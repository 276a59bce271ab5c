import type { ChannelSettings } from "@throughline/contract";

export type Topic = ChannelSettings["preferences"]["topics"][number];
type Words = Pick<Topic, "name" | "description">;

/** What a topic is called in a language ("": where it has no words of its own); empty where it has none in it. */
export const wordsIn = (topic: Topic, language: string): Words =>
  language === "" ? topic : (topic.locales?.[language] ?? { name: "", description: "" });

/** The topic with other words in a language; without any, that language is left out. */
export function withWords(topic: Topic, language: string, changes: Partial<Words>): Topic {
  if (language === "") return { ...topic, ...changes };
  const { [language]: _, ...others } = topic.locales ?? {};
  const words = { ...wordsIn(topic, language), ...changes };
  const locales = words.name === "" && words.description === "" ? others : { ...topic.locales, [language]: words };
  const { locales: _former, ...rest } = topic;
  return Object.keys(locales).length === 0 ? rest : { ...rest, locales };
}
