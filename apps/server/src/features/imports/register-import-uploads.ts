import { importKinds, ProductError } from "@throughline/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { requirePermission } from "../../platform/auth/access.ts";
import type { ResolveAccess } from "../../platform/auth/resolve-access.ts";
import { parseInput } from "../../platform/http/parse-input.ts";
import { readFailures } from "./failures-file.ts";
import { importFiles } from "./import-files.ts";
import { findImport } from "./imports.store.ts";
import { uploadImport, type UploadDeps } from "./upload-import.ts";

const uploadQuery = z.object({ kind: z.enum(importKinds).optional(), fileName: z.string().trim().min(1).max(255).default("import") });
const failuresParams = z.object({ id: z.uuid() });

/**
 * What is no JSON: `POST /api/v1/imports?kind=&fileName=` with the bytes of the file as the body (without `kind`, it is guessed), and
 * `GET /api/v1/imports/{id}/failures`, the rows that could not be used, as CSV.
 */
export async function registerImportUploads(app: FastifyInstance, deps: UploadDeps & { resolveAccess: ResolveAccess }): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The body is left unread: the use case streams it to disk.
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));

    scope.post("/api/v1/imports", { bodyLimit: Number.MAX_SAFE_INTEGER, config: { slowBody: true } }, async (request, reply) => {
      const access = await deps.resolveAccess(request, reply);
      requirePermission(access, "data:write");
      if (request.headers["content-type"]?.startsWith("multipart/"))
        throw new ProductError("unsupported_media_type", "Send the file itself as the body, not as a part of a form.");
      const { kind, fileName } = parseInput(uploadQuery, request.query);
      const declared = Number(request.headers["content-length"] ?? Number.NaN);
      return uploadImport(deps, access, { kind, fileName, declaredBytes: Number.isNaN(declared) ? null : declared, body: request.raw });
    });

    scope.get("/api/v1/imports/:id/failures", async (request, reply) => {
      const access = await deps.resolveAccess(request, reply);
      requirePermission(access, "data:read");
      const { id } = parseInput(failuresParams, request.params);
      const row = await findImport(deps.db, access.workspaceId, id);
      reply
        .header("cache-control", "no-store")
        .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(`${row.fileName}.failures.csv`)}`);
      return reply.type("text/csv; charset=utf-8").send(readFailures(importFiles(deps.dataDir).failures(id), Number(row.failuresBytes)));
    });
  });
}
