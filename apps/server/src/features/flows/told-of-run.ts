import { nameOfStep } from "@throughline/contract";
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
    // Who was at that step already, tried again in vain, is where they were: that is told once.
    if (event.what === "failed" && stored.state === "failed" && stored.step === event.step) return [];
    const step = run.step === null ? {} : { step: run.step, stepName: nameOfStep(compiled.definition, run.step) };
    const ended = { ...told, at: event.at, properties: { ...properties, ...step, reason: event.sentence, state: run.state } };
    // What failed may be tried again: nobody has left by it.
    return [{ ...ended, name: event.what === "failed" ? "Flow Failed" : "Flow Exited" }];
  });
}
