import type { Random } from "./random.ts";
import { LAPTOPS, PHONES } from "./vocabulary/user-agents.ts";
import type { DeviceModel } from "./vocabulary/user-agents.ts";

/** A browser or phone as the SDK sees it: what it is, and the id that it keeps. */
export interface Device {
  readonly anonymousId: string;
  readonly model: DeviceModel;
}

export function createDevice(kind: "laptop" | "phone", random: Random): Device {
  const model = random.weighted(kind === "laptop" ? LAPTOPS : PHONES);
  const digits = random.hex(32);
  const anonymousId = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join("-");
  return { anonymousId, model };
}
