import type { TaskStart } from "./task-form.tsx";

/** What a new task begins with, read from the address: `?new=1&person=p_…&entry=…&at=…&title=…`. */
export function startOf(param: (name: string) => string | undefined): TaskStart {
  const [entry, at, journey] = [param("entry"), param("at"), param("journey")];
  return {
    title: param("title") ?? "",
    person: param("person") ?? null,
    account: param("account") ?? null,
    context: {
      journey: journey === undefined ? null : { key: journey, stage: param("stage") ?? null },
      interaction: entry === undefined || at === undefined ? null : { id: entry, at },
      evidence: entry === undefined ? [] : [{ text: param("about") ?? "An interaction", link: null }],
    },
  };
}

/** The parameters that {@link startOf} reads. */
export const startParams = {
  new: undefined,
  title: undefined,
  person: undefined,
  account: undefined,
  entry: undefined,
  at: undefined,
  about: undefined,
  journey: undefined,
  stage: undefined,
};
