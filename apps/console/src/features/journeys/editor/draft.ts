import type { EventMatch, JourneyDefinition, JourneyStage } from "@throughline/contract";

export type DraftStage = JourneyStage & {
  /** Tells stages apart on screen while their keys follow their names. */
  id: number;
  /** A stage that was saved keeps its key: segments and links speak of it. */
  isSaved: boolean;
};
export type DraftFailure = JourneyDefinition["failures"][number] & { id: number; isSaved: boolean };
export type Draft = Omit<JourneyDefinition, "stages" | "failures"> & {
  stages: DraftStage[];
  failures: DraftFailure[];
  isSaved: boolean;
  nextId: number;
};
export type Problem = { field: string; message: string };

const anything: EventMatch = { event: null };

/** What the editor works on; keys of a definition that was saved stay. */
export function toDraft(definition: JourneyDefinition, isSaved: boolean): Draft {
  const count = definition.stages.length;
  return {
    ...definition,
    stages: definition.stages.map((stage, id) => ({ ...stage, id, isSaved })),
    failures: definition.failures.map((failure, index) => ({ ...failure, id: count + index, isSaved })),
    isSaved,
    nextId: count + definition.failures.length,
  };
}

/** A journey of which only the beginning is there. */
export function emptyDraft(): Draft {
  const stage: DraftStage = { id: 0, key: "", name: "", matches: [anything], isSaved: false };
  return {
    key: "",
    name: "",
    owner: null,
    description: "",
    by: "person",
    entry: anything,
    stages: [stage],
    goal: [anything],
    failures: [],
    window: { value: 30, unit: "day" },
    contacts: [],
    conversation: [],
    friction: [],
    revenue: null,
    targets: {},
    isSaved: false,
    nextId: 1,
  };
}

/** “Verify domain” → `verify-domain`. */
export function keyOf(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
}

/** The definition as it would be saved: keys of what is new are made of names, each once. */
export function toDefinition({ isSaved, nextId: _, stages, failures, ...rest }: Draft): JourneyDefinition {
  return {
    ...rest,
    key: isSaved ? rest.key : keyOf(rest.name),
    name: rest.name.trim(),
    owner: rest.owner?.trim() ? rest.owner.trim() : null,
    stages: withKeys(stages).map(({ key, name, matches }) => ({ key, name: name.trim(), matches })),
    failures: withKeys(failures).map(({ key, name, match }) => ({ key, name: name.trim(), match })),
  };
}

function withKeys<T extends { key: string; name: string; isSaved: boolean }>(list: readonly T[]): T[] {
  const taken = new Set(list.filter(({ isSaved }) => isSaved).map(({ key }) => key));
  return list.map((one) => {
    if (one.isSaved) return one;
    const base = keyOf(one.name);
    let key = base;
    for (let number = 2; taken.has(key); number++) key = `${base.slice(0, 56)}-${number}`;
    taken.add(key);
    return { ...one, key };
  });
}

/** What is still missing, by field, in the words of somebody who fills in a form. Empty when the server may be asked. */
export function problemsOf(draft: Draft): Problem[] {
  const problems: Problem[] = [];
  const named = (field: string, name: string) => {
    if (name.trim() === "") problems.push({ field, message: "Needs a name" });
    else if (keyOf(name) === "") problems.push({ field, message: "Needs a letter or a digit" });
  };
  const matched = (field: string, match: EventMatch) => {
    if (match.event === null && match.where === undefined) problems.push({ field, message: "Pick an event, or add a condition" });
  };
  named("name", draft.name);
  matched("entry", draft.entry);
  draft.stages.forEach((stage, index) => {
    named(`stages[${index}].name`, stage.name);
    stage.matches.forEach((match, i) => matched(`stages[${index}].matches[${i}]`, match));
  });
  draft.goal.forEach((match, i) => matched(`goal[${i}]`, match));
  draft.failures.forEach(({ name, match }, index) => {
    named(`failures[${index}].name`, name);
    matched(`failures[${index}].match`, match);
  });
  for (const field of ["contacts", "conversation", "friction"] as const)
    draft[field].forEach((match, i) => matched(`${field}[${i}]`, match));
  if (draft.revenue) matched("revenue.match", draft.revenue.match);
  return problems;
}

/** The first message about a field or anything inside it. The preview's fields begin with `definition.`. */
export function messageOf(problems: readonly Problem[], field: string): string | undefined {
  const inside = (name: string) => name === field || name.startsWith(`${field}.`) || name.startsWith(`${field}[`);
  return problems.find((problem) => inside(problem.field.replace(/^definition\./, "")))?.message;
}

/** The list with one moved; places beyond the ends are the ends. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const one = list[from];
  if (one === undefined) return [...list];
  return list.toSpliced(from, 1).toSpliced(Math.max(0, Math.min(list.length - 1, to)), 0, one);
}
