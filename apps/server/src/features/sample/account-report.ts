import type { Account, Person } from "./account-and-person.ts";
import { accountTraits } from "./traits.ts";
import type { World } from "./world.ts";

/** Sends what is known about an account. */
export function reportAccount(world: World, account: Account, at: number): void {
  world.emit(at, {
    type: "group",
    userId: (account.people[0] as Person).id,
    groupId: account.id,
    traits: accountTraits(account),
    context: { channel: "server", actor: "system", groupId: account.id },
  });
}
