import { minifyContractRouter } from "@orpc/contract";
import { apiContract } from "@throughline/contract";
import type { Plugin } from "vite";

const name = "virtual:api-routes";

const wordsOfRoute = new Set(["summary", "description", "tags", "deprecated"]);
const withoutWords = (key: string, value: unknown) => (wordsOfRoute.has(key) && typeof value !== "function" ? undefined : value);

/**
 * Gives the browser only what it needs of the contract: method and path of each procedure.
 * The schemas stay on the server, which keeps zod (60 KB) out of the first load.
 */
export function apiRoutes(): Plugin {
  return {
    name: "api-routes",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(minifyContractRouter(apiContract), withoutWords)};` : null),
  };
}
