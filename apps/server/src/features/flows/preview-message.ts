import type { TemplatePreview } from "@throughline/contract";
import { messageAfter, type FlowRunState } from "@throughline/domain";
import { sql } from "kysely";
import type { Access } from "../../platform/auth/access.ts";
import { previewTemplate, readTemplateNames, type PreviewDeps } from "../messages/index.ts";
import { contextOfRun } from "./context-of-run.ts";
import { readDefinition } from "./flows.store.ts";
import { getRun } from "./read-runs.ts";

type MessageOfRun = {
  step: string | null;
  template: { key: string; name: string; version: number | null } | null;
  preview: TemplatePreview | null;
};

/**
 * What a run would send from a step on, as it would be sent now: the version of the flow that the run is on, the published version of the template, and what templates read: the person as they are, the event that let
 * them in, the answers that the run has got. Whoever approves it sees what they approve. @throws ProductError `not_found`.
 */
export async function messageOfRun(
  deps: PreviewDeps,
  access: Access,
  { id, step }: { id: string; step?: string | undefined },
): Promise<MessageOfRun> {
  const { db } = deps;
  const run = await getRun({ db }, access, { id });
  const { rows } = await sql<{ definition: unknown; memory: Pick<FlowRunState, "event" | "answers"> }>`
    SELECT v.definition, r.memory FROM flow_run r JOIN flow_version v ON v.flow_id = r.flow_id AND v.version = r.version WHERE r.workspace_id = ${access.workspaceId} AND r.id = ${id}`.execute(
    db,
  );
  const from = step ?? run.step;
  const found = rows[0] && from !== null ? messageAfter(readDefinition(rows[0].definition).steps, from) : null;
  if (!found || !rows[0]) return { step: null, template: null, preview: null };
  const key = found.step.template;
  const template = (await readTemplateNames(db, access.workspaceId, [key])).get(key);
  if (!template) return { step: found.id, template: null, preview: null };
  const { name, version } = template;
  const preview =
    version === null
      ? null
      : await previewTemplate(deps, access, { key, version, person: run.person.id, context: contextOfRun(run.flow, rows[0].memory) });
  return { step: found.id, template: { key, name, version }, preview };
}
