import type { Actor, Channel } from "@throughline/contract";
import type { Person } from "./account-and-person.ts";
import type { SampleProperties } from "./sample-event.ts";
import type { World } from "./world.ts";

interface Place {
  readonly channel: Channel;
  readonly actor: Actor;
}

/** Something that happened to a known person outside of a visit: a mail, a message, a call, a payment. */
export function record(
  world: World,
  person: Person,
  at: number,
  { channel, actor }: Place,
  event: string,
  properties: SampleProperties,
): void {
  const context = { channel, actor, groupId: person.account.id };
  world.emit(at, { type: "track", userId: person.id, event, properties, context });
}
