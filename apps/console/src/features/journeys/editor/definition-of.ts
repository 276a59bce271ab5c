import type { Journey, JourneyDefinition } from "@throughline/contract";

/** The definition of a saved journey, without what the server adds. */
export function definitionOf({ createdAt: _created, updatedAt: _updated, updatedBy: _by, ...definition }: Journey): JourneyDefinition {
  return definition;
}
