import { api } from "../../platform/http/api.ts";
import { createSource, deleteSource, getSource, listSources, rotateKey, updateSource, type SourcesDeps } from "./manage-sources.ts";

export const sourceRoutes = (deps: SourcesDeps) => ({
  list: api.sources.list.handler(({ context }) => listSources(deps, context.access)),
  get: api.sources.get.handler(({ input, context }) => getSource(deps, context.access, input)),
  create: api.sources.create.handler(({ input, context }) => createSource(deps, context.access, input)),
  update: api.sources.update.handler(({ input, context }) => updateSource(deps, context.access, input)),
  rotateKey: api.sources.rotateKey.handler(({ input, context }) => rotateKey(deps, context.access, input)),
  delete: api.sources.delete.handler(({ input, context }) => deleteSource(deps, context.access, input)),
});
