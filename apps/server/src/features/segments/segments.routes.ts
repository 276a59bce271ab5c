import { api } from "../../platform/http/index.ts";
import type { QueryDeps } from "../insights/index.ts";
import { compareSegments } from "./compare-segments.ts";
import { createSegment } from "./create-segment.ts";
import { explainAccount, explainMembership } from "./explain-membership.ts";
import { listSegmentAccounts, segmentsOfAccount } from "./list-accounts.ts";
import { listMembers, segmentsOfPerson } from "./list-members.ts";
import { deleteSegment, getSegment, listSegments, updateSegment } from "./manage-segments.ts";
import { readGrowth } from "./read-growth.ts";
import { previewSegment } from "./preview-segment.ts";

export const segmentRoutes = (deps: QueryDeps) => ({
  create: api.segments.create.handler(({ input, context }) => createSegment(deps, context.access, input)),
  update: api.segments.update.handler(({ input, context }) => updateSegment(deps, context.access, input)),
  list: api.segments.list.handler(({ input, context }) => listSegments(deps, context.access, input)),
  get: api.segments.get.handler(({ input, context }) => getSegment(deps, context.access, input)),
  delete: api.segments.delete.handler(({ input, context }) => deleteSegment(deps, context.access, input)),
  members: api.segments.members.handler(({ input, context }) => listMembers(deps, context.access, input)),
  accounts: api.segments.accounts.handler(({ input, context }) => listSegmentAccounts(deps, context.access, input)),
  preview: api.segments.preview.handler(({ input, context }) => previewSegment(deps, context.access, input)),
  overlap: api.segments.overlap.handler(({ input, context }) => compareSegments(deps, context.access, input)),
  growth: api.segments.growth.handler(({ input, context }) => readGrowth(deps, context.access, input)),
  why: api.segments.why.handler(({ input, context }) => explainMembership(deps, context.access, input)),
  ofPerson: api.segments.ofPerson.handler(({ input, context }) => segmentsOfPerson(deps, context.access, input)),
  whyAccount: api.segments.whyAccount.handler(({ input, context }) => explainAccount(deps, context.access, input)),
  ofAccount: api.segments.ofAccount.handler(({ input, context }) => segmentsOfAccount(deps, context.access, input)),
});
