import { withEventMeta } from "@orpc/server";
import type { Interaction } from "@throughline/contract";
import { api, containing, found, pageOf, sorted } from "./base.ts";
import { catalogueOf } from "./catalogue.ts";
import { follow } from "./live.ts";
import { quarantineOf, replay } from "./quarantine.ts";

export const dataMock = {
  catalogue: api.data.catalogue.handler(({ input, context: { world } }) => {
    const rows = catalogueOf(world).events.filter(
      ({ name, kind }) => containing(input.search)(name) && (input.kind === undefined || input.kind === kind),
    );
    return pageOf(
      sorted(rows, input.sort, (row, field) =>
        field === "name" ? row.name.toLowerCase() : field === "lastSeen" ? row.lastSeen : row.count,
      ),
      input,
    );
  }),
  catalogueEvent: api.data.catalogueEvent.handler(({ input, context: { world } }) =>
    found(catalogueOf(world).events.find(({ kind, name }) => kind === input.kind && name === input.name)),
  ),
  traits: api.data.traits.handler(({ input, context: { world } }) => ({ items: catalogueOf(world).traits[input.of] })),
  quarantine: api.data.quarantine.handler(({ input, context: { world } }) => {
    const base = quarantineOf(world).filter(
      ({ source, status, message, eventName, raw }) =>
        status === (input.status ?? "open") &&
        (!input.source || source?.id === input.source) &&
        containing(input.search)(`${message} ${eventName} ${JSON.stringify(raw)}`),
    );
    const byCode = [...Map.groupBy(base, ({ code }) => code)]
      .map(([code, list]) => ({ code, count: list.length }))
      .toSorted((a, b) => b.count - a.count);
    return {
      ...pageOf(
        base.filter(({ code }) => !input.code || input.code === code),
        input,
      ),
      byCode,
    };
  }),
  replay: api.data.replay.handler(({ input, context: { world } }) =>
    replay(
      quarantineOf(world)
        .filter(
          ({ id, code, status }) => status === "open" && (!input.ids || input.ids.includes(id)) && (!input.code || input.code === code),
        )
        .slice(0, 1000),
      input.fix ?? {},
    ),
  ),
  discard: api.data.discard.handler(({ input, context: { world } }) => {
    const items = quarantineOf(world).filter(({ id, status }) => status === "open" && input.ids.includes(id));
    for (const item of items) item.status = "discarded";
    return { discarded: items.length };
  }),
  recent: api.data.recent.handler(({ input, context: { world } }) =>
    pageOf(
      world.interactions.filter(
        (one) =>
          (!input.source || one.sourceId === input.source) &&
          (!input.kind || one.kind === input.kind) &&
          (!input.channel || one.channel === input.channel) &&
          (!input.name || one.name === input.name),
      ),
      input,
    ),
  ),
  stats: api.data.stats.handler(({ input, context: { world } }) => {
    const found = world.interactions.filter(
      ({ name, kind }) => (!input.name || name === input.name) && (!input.kind || kind === input.kind),
    );
    return { interactions: found.length, people: new Set(found.map(({ personId }) => personId)).size };
  }),
  live: api.data.live.handler(async function* ({ input, context: { world }, signal }): AsyncGenerator<Interaction> {
    for await (const interaction of follow(world, input, signal)) yield withEventMeta(interaction, { id: `${Date.now()}` });
  }),
};
