import { nameOfStep } from "@throughline/domain";
import type { OwnInteraction } from "../own-interactions/index.ts";
import type { Work } from "./session.ts";

/** What the timeline tells of a run. Of those who are left alone it tells nothing: nothing was done to them. */
export function toldOf(
  workspaceId: string,
  { flow, version, run, stored, events, compiled }: Pick<Work, "flow" | "version" | "run" | "stored" | "events" | "compiled">,
): OwnInteraction[] {
  if (run.side !== "treated") return [];
  return events.flatMap((event, index): OwnInteraction[] => {
    const seq = stored.events + index;
    const told = {
      workspaceId,
      key: `flow ${run.id} ${seq}`,
      profileId: stored.profileId,
      actor: "system" as const,
    };
    const properties = { flow: flow.key, name: flow.name, version, run: run.id };
    if (event.what === "entered")
      return [{ ...told, name: "Flow Entered", at: event.at, properties: { ...properties, by: event.sentence } }];
    if (event.what === "goal") return [{ ...told, name: "Flow Goal Reached", at: event.at, properties }];
    if (event.what !== "ended" && event.what !== "failed") return [];
    const step = run.step === null ? {} : { step: run.step, stepName: nameOfStep(compiled.definition, run.step) };
    return [
      { ...told, name: "Flow Exited", at: event.at, properties: { ...properties, ...step, reason: event.sentence, state: run.state } },
    ];
  });
}
