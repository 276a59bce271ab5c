import { ProductError } from "@throughline/contract";

/** Ids that the contract leaves open are uuids in the store; anything else is simply not there. */
export function requireUuid(id: string, what: string): void {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new ProductError("not_found", `There is no such ${what}.`);
}
