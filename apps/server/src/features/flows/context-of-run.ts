import type { Asked } from "./session.ts";

/** What task titles, addresses and templates may speak of besides the person and their account. */
export const contextOf = ({ work }: Pick<Asked, "work">): Record<string, unknown> => ({
  event:
    work.run.event === null
      ? { name: null, properties: {} }
      : { name: work.run.event.name, at: new Date(work.run.event.at).toISOString(), properties: work.run.event.properties },
  flow: { key: work.flow.key, name: work.flow.name },
  answers: work.run.answers,
});
