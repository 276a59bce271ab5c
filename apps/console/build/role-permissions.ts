import { rolePermissions } from "@throughline/contract";
import type { Plugin } from "vite";

const name = "virtual:role-permissions";

/** Gives the browser what each role may do, without the schemas that stand beside it in the contract. */
export function rolePermissionsModule(): Plugin {
  return {
    name: "role-permissions",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(rolePermissions)};` : null),
  };
}
