import { OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import {
  apiContract,
  errorStatus,
  eventMatchSchema,
  funnelQuerySchema,
  journeyDefinitionSchema,
  journeyMapSchema,
  lifecycleQuerySchema,
  pathsQuerySchema,
  predicateSchema,
  querySchema,
  retentionQuerySchema,
  stickinessQuerySchema,
  trendsQuerySchema,
} from "@throughline/contract";

const errorSchema = {
  type: "object" as const,
  required: ["error"],
  properties: {
    error: {
      type: "object" as const,
      required: ["code", "message"],
      properties: {
        code: { type: "string" as const, enum: Object.keys(errorStatus) },
        message: { type: "string" as const },
        issues: {
          type: "array" as const,
          items: {
            type: "object" as const,
            required: ["field", "message"],
            properties: { field: { type: "string" as const }, message: { type: "string" as const }, accepted: { type: "string" as const } },
          },
        },
        requestId: { type: "string" as const },
      },
    },
  },
};

/** Schemas that many operations share, and those that hold themselves: the document names them once. */
const shared = {
  Predicate: predicateSchema,
  EventMatch: eventMatchSchema,
  Query: querySchema,
  TrendsQuery: trendsQuerySchema,
  FunnelQuery: funnelQuerySchema,
  PathsQuery: pathsQuerySchema,
  RetentionQuery: retentionQuerySchema,
  LifecycleQuery: lifecycleQuerySchema,
  StickinessQuery: stickinessQuerySchema,
  JourneyDefinition: journeyDefinitionSchema,
  JourneyMap: journeyMapSchema,
};
/** What is sent may leave out what has a default; what comes back has it. */
const commonSchemas = Object.fromEntries(
  Object.entries(shared).flatMap(([name, schema]) => [
    [name, { schema, strategy: "input" as const }],
    [`${name}Complete`, { schema, strategy: "output" as const }],
  ]),
);

/** The OpenAPI 3.1 document of the whole contract, as JSON text: it does not change while the server runs. */
export async function createApiDocument(publicUrl: string): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(apiContract, {
    commonSchemas,
    info: {
      title: "Throughline API",
      version: "1",
      description:
        "Everything that the console does, and more. Authenticate with `Authorization: Bearer tl_…`; keys are made under Settings. Who calls too fast is answered with 429 and `Retry-After`.",
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ apiKey: [] }, { session: [] }],
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key: `tl_…`" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "throughline.session_token",
          description: "A signed-in person; `x-throughline-workspace` chooses the workspace",
        },
      },
      schemas: { Error: errorSchema },
      responses: {
        Error: {
          description: "What went wrong, and the id that finds it in the log",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
        },
      },
    },
  });
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of ["get", "post", "put", "patch", "delete"] as const) {
      const operation = path?.[method];
      if (operation) operation.responses = { ...operation.responses, default: { $ref: "#/components/responses/Error" } };
    }
  }
  return JSON.stringify(document);
}
