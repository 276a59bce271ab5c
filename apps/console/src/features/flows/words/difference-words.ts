import { stepTitle, type FlowDefinition, type FlowDifference, type FlowStep } from "@throughline/contract";
import { asSentence, stepDetail, stepKinds } from "./step-words.ts";
import { entryWords } from "./trigger-words.ts";

/** Fields that lead to a step, or to the end. */
const ways: Readonly<Record<string, string>> = {
  start: "begins with",
  next: "goes on to",
  timedOut: "when it does not come",
  held: "when it is held back",
  failed: "when it fails",
  approved: "when approved",
  refused: "when refused",
  otherwise: "otherwise",
};
const fields: Readonly<Record<string, string>> = {
  label: "name",
  wait: "what it waits for",
  entry: "who may come in, and how often",
  exit: "what ends it",
  holdout: "share left alone",
  stopOnHarm: "ends by itself on harm",
  mostVisits: "most visits of one step",
  stakes: "stakes",
  heldIs: "what becomes of those it may not reach",
};

type Said = { title: string; field: string; before: string | null; after: string | null };

/** A difference as people say it: steps by their titles, ways by where they lead. */
export function differenceWords(difference: FlowDifference, before: FlowDefinition | null, after: FlowDefinition): Said {
  const { what, step: id, field } = difference;
  const was = id === null ? undefined : before?.steps[id];
  const is = id === null ? undefined : after.steps[id];
  const step = is ?? was;
  const title = id === null ? "The flow" : step ? stepTitle(step) : id;
  if (what === "added") return { title, field: "", before: null, after: is ? kindAndDetail(is) : difference.after };
  if (what === "removed")
    return {
      title: was && id !== null ? stepTitle(was) : title,
      field: "",
      before: was ? kindAndDetail(was) : difference.before,
      after: null,
    };
  const way = field === null ? undefined : ways[field];
  if (way !== undefined) {
    const nameIn = (flow: FlowDefinition | null, to: string | null) => {
      const target = to === null ? undefined : flow?.steps[to];
      return to === null ? "the end" : target ? stepTitle(target) : to;
    };
    return { title, field: way, before: nameIn(before, difference.before), after: nameIn(after, difference.after) };
  }
  const said = { title, field: (field && (fields[field] ?? asWords(field))) ?? "" };
  if (field === "entry") return { ...said, before: before && entryWords(before), after: entryWords(after) };
  if (field === "wait" && was?.kind === "wait" && is?.kind === "wait") {
    const waits = (wait: typeof is) => asSentence(stepDetail({ ...wait, label: "named" }));
    return { ...said, before: waits(was), after: waits(is) };
  }
  return { ...said, before: readable(difference.before), after: readable(difference.after) };
}

const kindAndDetail = (step: FlowStep): string => [stepKinds[step.kind].label, stepDetail(step)].filter(Boolean).join(": ");
/** `expiresAfter` → “expires after”. */
const asWords = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What is told as JSON, without its marks; everything else as it is. */
function readable(text: string | null): string | null {
  if (text === null || !/^[[{]/.test(text)) return text;
  try {
    return inWords(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(inWords).join("; ");
  if (typeof value !== "object" || value === null) return value === null ? "none" : String(value);
  return Object.entries(value)
    .map(([key, one]) => `${asWords(key)} ${inWords(one)}`)
    .join(", ");
}
