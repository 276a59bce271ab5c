import type { Source } from "@throughline/contract";
import { api, found } from "./base.ts";

const newKey = () => `wk_${crypto.randomUUID().replaceAll("-", "").slice(0, 24)}`;
const nothingYet: Source["health"] = {
  state: "waiting",
  lastReceivedAt: null,
  accepted24h: 0,
  quarantined24h: 0,
  duplicates24h: 0,
  perHour: Array.from({ length: 24 }, () => 0),
};

const stateOf = (source: Source): Source["health"]["state"] => {
  if (!source.enabled) return "disabled";
  return source.health.state === "disabled" ? (source.health.lastReceivedAt === null ? "waiting" : "healthy") : source.health.state;
};

export const sourcesMock = {
  list: api.sources.list.handler(({ context: { world } }) => ({ items: world.sources })),
  get: api.sources.get.handler(({ input, context: { world } }) => found(world.sources.find(({ id }) => id === input.id))),
  create: api.sources.create.handler(({ input, context: { world } }) => {
    const source: Source = {
      id: crypto.randomUUID(),
      ...input,
      writeKey: newKey(),
      enabled: true,
      eventsPerSecond: null,
      createdAt: new Date().toISOString(),
      health: nothingYet,
    };
    world.sources.push(source);
    return source;
  }),
  update: api.sources.update.handler(({ input: { id, ...changes }, context: { world } }) => {
    const source = found(world.sources.find((one) => one.id === id));
    Object.assign(source, Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)));
    source.health = { ...source.health, state: stateOf(source) };
    return source;
  }),
  rotateKey: api.sources.rotateKey.handler(({ input, context: { world } }) =>
    Object.assign(found(world.sources.find(({ id }) => id === input.id)), { writeKey: newKey() }),
  ),
  delete: api.sources.delete.handler(({ input, context: { world } }) => {
    world.sources.splice(world.sources.indexOf(found(world.sources.find(({ id }) => id === input.id))), 1);
    return { deleted: true as const };
  }),
};
