import type { Interaction } from "@throughline/contract";
import type { World } from "./world.ts";

const followers = new Map<World, Set<(interaction: Interaction) => void>>();

/** Tells everyone who follows this world. */
export function tell(world: World, interaction: Interaction): void {
  for (const follower of followers.get(world) ?? []) follower(interaction);
}

/** What happens in a world from now on: something by itself every second or two, and what is told. A new source hears its first event after a while. */
export async function* follow(
  world: World,
  { source, person, account }: { source?: string | undefined; person?: string | undefined; account?: string | undefined },
  signal: AbortSignal | undefined,
): AsyncGenerator<Interaction> {
  const queue: Interaction[] = [];
  let wake: () => void = () => undefined;
  const onTold = (interaction: Interaction) => {
    const wanted = [
      [source, interaction.sourceId],
      [person, interaction.personId],
      [account, interaction.accountId],
    ];
    if (wanted.every(([asked, is]) => asked === undefined || asked === is)) queue.push(interaction);
    wake();
  };
  const set = followers.get(world) ?? new Set();
  followers.set(world, set.add(onTold));
  try {
    for (let first = true; !signal?.aborted; first = false) {
      const timeout = setTimeout(() => wake(), first ? 4000 : 900 + world.random.next() * 1500);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      clearTimeout(timeout);
      const from = source ?? world.sources.find(({ health }) => health.lastReceivedAt !== null)?.id;
      if (queue.length === 0 && from !== undefined)
        yield world.nextInteraction(from, person ?? world.people.find((one) => one.account?.id === account)?.id);
      while (queue.length > 0) {
        const next = queue.shift();
        if (next) yield next;
      }
    }
  } finally {
    set.delete(onTold);
  }
}
