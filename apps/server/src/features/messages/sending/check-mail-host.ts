import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isPublicAddress } from "../../../platform/http/public-addresses.ts";
import type { Outcome } from "./outcome.ts";

/**
 * The address of a mail server that somebody of a workspace named. As with the addresses of webhooks, those of the own network need the operator's word; the connection is made to the address that was
 * checked.
 */
export async function checkMailHost(host: string, allowPrivate: boolean): Promise<{ address: string } | { outcome: Outcome }> {
  let found: { address: string }[];
  try {
    found = isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host }];
  } catch (error) {
    return { outcome: { state: "retry", reason: error instanceof Error ? error.message : String(error) } };
  }
  const refused = allowPrivate ? undefined : found.find(({ address }) => !isPublicAddress(address));
  if (refused)
    return {
      outcome: {
        state: "failed",
        reason: `The mail server ${host} is ${refused.address}, which is not on the public internet. THROUGHLINE_OUTBOUND_PRIVATE=on allows addresses of the own network.`,
      },
    };
  const [first] = found;
  return first ? { address: first.address } : { outcome: { state: "retry", reason: `${host} has no address.` } };
}
