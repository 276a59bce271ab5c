export { createImportRunner, type ImportRunner } from "./import-runner.ts";
export { importRoutes } from "./imports.routes.ts";
export type { ImportsDeps } from "./imports-deps.ts";
export { registerImportUploads } from "./register-import-uploads.ts";
