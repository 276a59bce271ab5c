import { journeyTemplates } from "@throughline/domain";
import type { JourneyDefinition } from "@throughline/contract";
import { sql } from "kysely";
import { insertJourney, keepSeamOwner, type Db } from "./journeys.store.ts";

/** Who answers for them in the sample company, and what is particular to it. */
const own: Record<string, Partial<JourneyDefinition>> = {
  onboarding: {
    owner: "Product",
    // Invited readers set nothing up: onboarding is what those do who build reports.
    entry: { event: "Signed Up", where: { property: "event.role", op: "in", value: ["admin", "power user"] } },
  },
  "complaint-resolution": { owner: "Support" },
  renewal: { owner: "Customer Success" },
  purchase: { owner: "Growth" },
};

/** Hand-offs that somebody answers for there; the others have nobody yet, which is what the seams are for to show. */
const ownedSeams = [
  {
    journey: "complaint-resolution",
    seam: "actor:bot>human",
    owner: "Support",
    note: "The assistant's summary goes along; nobody asks for the order again.",
  },
  { journey: "complaint-resolution", seam: "team:Assistant>Technical Support", owner: "Technical Support", note: "" },
  { journey: "onboarding", seam: "actor:bot>human", owner: "Support", note: "" },
  { journey: "renewal", seam: "channel:email>support", owner: "Customer Success", note: "" },
  { journey: "purchase", seam: "channel:web>chat", owner: "Growth", note: "" },
];

/** The four journeys for workspaces with the sample company that have never had any; what somebody changed or deleted stays as it is. */
export async function ensureSampleJourneys(db: Db): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM workspace w WHERE is_sample AND NOT EXISTS (SELECT FROM journey j WHERE j.workspace_id = w.id)
      AND NOT EXISTS (SELECT FROM audit_entry a WHERE a.workspace_id = w.id AND a.action = 'journeys.delete')`.execute(db);
  for (const { id } of rows) {
    for (const template of journeyTemplates) await insertJourney(db, id, { ...template, ...own[template.key] }, null);
    for (const { journey, ...seam } of ownedSeams) await keepSeamOwner(db, id, journey, seam);
  }
}
