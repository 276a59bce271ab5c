export { canonicalMatch, conditionsOf, leavesOf, type Condition } from "./condition.ts";
export { circleOf, inOrderOfNames, segmentsNamedBy } from "./dependencies.ts";
export { explainPredicate } from "./explain.ts";
export { largestLiveCount, liveIssues, membershipEvents } from "./live-issues.ts";
export { compileLivePredicate, type LivePredicate } from "./live-predicate.ts";
export { matchesOf, matchIdOf, noMatches, uniteMatches, type Matches } from "./matches.ts";
export { coversNeeds, mergeNeeds, mostKept, retainMatches, type Needs } from "./needs.ts";
export { foldMatches, type OwnedMatches, type RememberedView } from "./remembered.ts";
