import { api } from "../../platform/http/api.ts";
import { deleteImport } from "./delete-import.ts";
import { getImport, listImports } from "./get-import.ts";
import type { ImportsDeps } from "./imports-deps.ts";
import { setMapping } from "./set-mapping.ts";
import { dryRunImport, pauseImport, startImport } from "./start-import.ts";

export const importRoutes = (deps: ImportsDeps) => ({
  list: api.imports.list.handler(({ input, context }) => listImports(deps, context.access, input)),
  get: api.imports.get.handler(({ input, context }) => getImport(deps, context.access, input)),
  setMapping: api.imports.setMapping.handler(({ input, context }) => setMapping(deps, context.access, input)),
  dryRun: api.imports.dryRun.handler(({ input, context }) => dryRunImport(deps, context.access, input)),
  start: api.imports.start.handler(({ input, context }) => startImport(deps, context.access, input)),
  pause: api.imports.pause.handler(({ input, context }) => pauseImport(deps, context.access, input)),
  delete: api.imports.delete.handler(({ input, context }) => deleteImport(deps, context.access, input)),
});
