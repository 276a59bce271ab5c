import type { Facts, Rule } from "../facts.ts";
import { allow, deny } from "../verdicts.ts";

type Answer = { purpose: string; granted: boolean; at: number | null };

/** The latest answer to a purpose. To unsubscribe from it is a no. */
function answerTo(purpose: string, { consents, matters }: Facts): Answer | null {
  const said = consents.find((consent) => consent.purpose === purpose);
  const left = matters.find((matter) => matter.kind === "unsubscribe" && matter.key === purpose);
  if (left && (!said || left.openedAt >= said.at)) return { purpose, granted: false, at: left.openedAt };
  return said ?? null;
}

/**
 * The answer that holds. A no to the topic holds always; a yes to it unless they said no to the whole class since. Then the class: one no is a no. Then the trait,
 * for those who never answered.
 */
function answerFor(
  topic: string | undefined,
  { purposes, trait }: { purposes: string[]; trait: string | null },
  facts: Facts,
): Answer | null {
  const ofClass = purposes.flatMap((purpose) => answerTo(purpose, facts) ?? []);
  const refusal = ofClass.filter((answer) => !answer.granted).sort((a, b) => (b.at ?? 0) - (a.at ?? 0))[0];
  const ofTopic = topic === undefined ? null : answerTo(topic, facts);
  if (ofTopic && (!ofTopic.granted || !refusal || (ofTopic.at ?? 0) >= (refusal.at ?? 0))) return ofTopic;
  if (refusal) return refusal;
  if (ofClass[0]) return ofClass[0];
  const stated = trait === null ? undefined : facts.traits[trait];
  return typeof stated === "boolean" ? { purpose: `trait ${trait}`, granted: stated, at: null } : null;
}

/** Consent, to the topic and to the class of purpose. */
export const consent: Rule = (touch, facts, rules) => {
  const rule = rules.consent[touch.purpose];
  if (rule.policy === "not_needed") return allow("consent", `What is ${touch.purpose} needs no consent.`);
  const answer = answerFor(touch.topic, rule, facts);
  if (answer === null)
    return rule.policy === "needed"
      ? deny("consent", `They never agreed to what is ${touch.purpose}.`, { asked: [touch.topic, ...rule.purposes].filter(Boolean) })
      : allow("consent", `They have not refused what is ${touch.purpose}.`);
  const evidence = { purpose: answer.purpose, granted: answer.granted, at: answer.at === null ? null : new Date(answer.at).toISOString() };
  return answer.granted
    ? allow("consent", `They agreed to ${answer.purpose}.`, evidence)
    : deny("consent", `They refused ${answer.purpose}.`, evidence);
};
