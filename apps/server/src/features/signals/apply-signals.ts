import { signalNames, signalsOf } from "@throughline/domain";
import type { Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { textOf, type PipelineEvent } from "../collect/index.ts";
import { saveSignals } from "./signals.store.ts";

const names = new Set(signalNames);

/** Keeps what is open between a person and us, and how content they said to be, in the transaction of the interactions that say so. Costs nothing where none does. */
export async function applySignals(tx: Transaction<Database>, events: readonly PipelineEvent[]): Promise<void> {
  const heard = events.flatMap(({ workspaceId, profile, id, message }) => {
    const { type, name, at, context, properties } = message;
    if (type !== "track" || name === null || !names.has(name)) return [];
    const signals = signalsOf({ name, actor: textOf(context, "actor") ?? "customer", properties });
    return signals.length === 0 ? [] : [{ workspaceId, profileId: profile.id, interactionId: id, at, signals }];
  });
  if (heard.length > 0) await saveSignals(tx, heard);
}
