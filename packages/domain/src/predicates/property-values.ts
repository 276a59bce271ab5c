import type { Scalar } from "@throughline/contract";
import { valuesAt } from "./values.ts";
import { accountOf, sessionFields, type AccountView, type InteractionView, type PersonView, type SessionField } from "./view.ts";

/** What is looked at: a person, and one of their interactions or none. `nowMs` is "now" of everything that speaks of the past. */
export type Sight = { person: PersonView; interaction: InteractionView | null; nowMs: number };
/** The values of a property in what is looked at. */
export type PropertyValues = (sight: Pick<Sight, "person" | "interaction">) => Scalar[];

const ofText = (text: string | undefined): Scalar[] => (text === undefined || text === "" ? [] : [text]);
const ofTime = (atMs: number): Scalar[] => [new Date(atMs).toISOString()];

const eventFields = new Map<string, (interaction: InteractionView) => Scalar[]>([
  ["$name", ({ name }) => ofText(name)],
  ["$kind", ({ kind }) => ofText(kind)],
  ["$channel", ({ channel }) => ofText(channel)],
  ["$actor", ({ actor }) => ofText(actor)],
  ["$path", ({ path }) => ofText(path)],
  ["$url", ({ url }) => ofText(url)],
  ["$title", ({ title }) => ofText(title)],
  ["$source", ({ source }) => ofText(source)],
]);
const personFields = new Map<string, (person: PersonView) => Scalar[]>([
  ["$firstSeen", ({ firstSeen }) => ofTime(firstSeen)],
  ["$lastSeen", ({ lastSeen }) => ofTime(lastSeen)],
]);
const accountFields = new Map<string, (account: AccountView) => Scalar[]>([
  ["$key", ({ key }) => ofText(key)],
  ["$name", ({ name }) => ofText(name)],
  ["$firstSeen", ({ firstSeen }) => ofTime(firstSeen)],
  ["$lastSeen", ({ lastSeen }) => ofTime(lastSeen)],
  ["$people", ({ people }) => (people === undefined ? [] : [people])],
]);

/** Reads a property path such as `event.plan` or `account.$key`, once. */
export function propertyValues(property: string): PropertyValues {
  const dot = property.indexOf(".");
  const rest = property.slice(dot + 1);
  const path = rest.split(".");
  switch (property.slice(0, dot)) {
    case "event": {
      const read = eventFields.get(rest) ?? (({ properties }: InteractionView) => valuesAt(properties, path));
      return ({ interaction }) => (interaction ? read(interaction) : []);
    }
    case "session": {
      const field = sessionFields.find((name): name is SessionField => name === rest);
      return ({ interaction }) => (interaction && field ? ofText(interaction.session[field]) : []);
    }
    case "person": {
      const read = personFields.get(rest) ?? (({ traits }: PersonView) => valuesAt(traits, path));
      return ({ person }) => read(person);
    }
    case "account": {
      const read = accountFields.get(rest) ?? (({ traits }: AccountView) => valuesAt(traits, path));
      return ({ person, interaction }) => {
        if (interaction === null) return person.accounts.flatMap(read);
        const account = accountOf(interaction, person);
        return account ? read(account) : [];
      };
    }
    default:
      throw new RangeError(`not a property path: ${property}`);
  }
}
