import type { Parameters } from "./parameters.ts";

/** What a property is read from: a row of `interaction`, of `person_state` or of `account_state`. */
export type PropertyHome = "interaction" | "person" | "account";
/** Types of a property's values, as far as they are known: only these occur. */
export type PropertyType = "string" | "number" | "boolean" | "array" | "object";

/**
 * Sets of people that go by a name and are kept elsewhere. Each gives a subquery of one column of person ids (`SELECT person_id FROM …`), with its values in the
 * parameters, or throws `invalid_input` for what cannot be asked.
 */
export type NamedPeople = {
  segment(key: string, parameters: Parameters): string;
  stage(stage: { journey: string; stage: string }, parameters: Parameters): string;
  score(score: { score: string; op: "gt" | "gte" | "lt" | "lte"; value: number }, parameters: Parameters): string;
};

/** What compiling a predicate needs to know. */
export type PredicateContext = {
  /** "Now" of `within` and `withinLast`, ms since 1970. */
  nowMs: number;
  /** Types that a property or trait (its first name: `plan` of `event.plan.name`) was ever seen with; null where that is not known, and anything may occur. */
  typesOf(property: string, home: PropertyHome): ReadonlySet<PropertyType> | null;
  people: NamedPeople;
};
