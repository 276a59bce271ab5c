import type { FlowRunState } from "@throughline/domain";
import type { Asked } from "./session.ts";

/** What a run gives the texts of its steps and messages, besides the person and their account. */
export const contextOfRun = (
  flow: { key: string; name: string },
  { event, answers }: Pick<FlowRunState, "event" | "answers">,
): Record<string, unknown> => ({
  event:
    event === null
      ? { name: null, properties: {} }
      : {
          name: event.name,
          at: new Date(event.at).toISOString(),
          properties: event.properties,
          // In whose name it was done: that is the `account` of texts.
          ...(event.accountId === undefined ? {} : { accountId: event.accountId }),
        },
  flow: { key: flow.key, name: flow.name },
  answers,
});

export const contextOf = ({ work }: Pick<Asked, "work">): Record<string, unknown> => contextOfRun(work.flow, work.run);
