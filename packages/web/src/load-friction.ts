import type * as friction from "./friction/start-friction.ts";

/** The file beside the module that the page has loaded. */
let load = (): Promise<typeof friction> => import("./friction/start-friction.ts");

/**
 * For the script tag, whose address relative imports do not know: the file lies beside it. As an import and not a tag of its own it
 * carries the nonce of the script, so that a policy which lets the one in lets the other in.
 */
export function loadFrictionFrom(script: string): void {
  const file = new URL("friction.js", script).href;
  load = () => import(file) as Promise<typeof friction>;
}

/** Loads the detection of friction. Rejects where it cannot be had. */
export function loadFriction(): Promise<typeof friction> {
  return load();
}
