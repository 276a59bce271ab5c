import { compileEventMatch, nobody, type InteractionView } from "@throughline/domain";
import type { CompiledFlow } from "./compile-flow.ts";
import type { PersonPast } from "./past.ts";
import { readPeople, readStretches } from "./people.store.ts";
import type { SimulationDeps } from "./simulation-deps.ts";
import { namesReadBy, readAccountsStated, readTimelines } from "./timeline-of-people.ts";

type Asked = { workspaceId: string; timezone: string; flow: string; fromMs: number; toMs: number };

/** The pasts of these people, as far as these flows ask for them. */
export async function readPasts(
  { db, clickhouse }: Pick<SimulationDeps, "db" | "clickhouse">,
  asked: Asked,
  flows: readonly CompiledFlow[],
  personIds: readonly string[],
): Promise<PersonPast[]> {
  const { workspaceId, toMs } = asked;
  const people = await readPeople(db, asked, personIds);
  const stretches = await readStretches(db, workspaceId, personIds);
  const accountIds = [...new Set(people.flatMap(({ accounts }) => accounts.map(({ id }) => id)))];
  const [timelines, stated] = await Promise.all([
    readTimelines(clickhouse, workspaceId, stretches, { names: namesReadBy(flows), toMs }),
    readAccountsStated(clickhouse, workspaceId, accountIds, toMs),
  ]);
  const conditions = [...new Map(flows.flatMap((flow) => flow.conditions).map((one) => [one.text, one])).values()].map(
    ({ text, match }) => ({
      text,
      serves: compileEventMatch(match),
    }),
  );
  return people.map((person) => {
    const interactions = timelines.get(person.personId) ?? [];
    return {
      ...person,
      accounts: person.accounts.map((account) => ({ ...account, stated: stated.get(account.id) ?? [] })),
      stated: interactions.filter(({ kind }) => kind === "identify").map(({ at, properties }) => ({ at, traits: properties })),
      interactions,
      matches: new Map(conditions.map(({ text, serves }) => [text, interactions.filter((one) => serves(one, nobody, one.at))])),
    } satisfies PersonPast & { interactions: InteractionView[] };
  });
}
