import type { Rows } from "./use-rows.ts";

/**
 * Whether there is anything to list at all, whatever was searched for: `unknown` until the server has answered.
 * A page whose empty state carries its main action shows it above the list only for `something`: an action that
 * moves while the list arrives is lost to whoever was about to press it.
 */
export function whatItHolds(
  list: Pick<Rows<unknown>, "isPending" | "error" | "rows">,
  narrowed: boolean,
): "unknown" | "nothing" | "something" {
  if (narrowed || list.error !== null || list.rows.length > 0) return "something";
  return list.isPending ? "unknown" : "nothing";
}
