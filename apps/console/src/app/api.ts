import { createORPCClient, ORPCError } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import type { ApiContract } from "@throughline/contract";
import routes from "virtual:api-routes";
import { isErrorBody, toApiError } from "./api-error.ts";
import { chosenWorkspace } from "./workspace-choice.ts";

const link = new OpenAPILink(routes, {
  url: () => `${window.location.origin}/api/v1`,
  headers: () => {
    const workspace = chosenWorkspace();
    return workspace === null ? {} : { "x-throughline-workspace": workspace };
  },
  fetch: (request, init) => fetch(request, { ...init, credentials: "same-origin" }),
  customErrorResponseBodyDecoder: (body, response) =>
    isErrorBody(body) ? new ORPCError("ERROR", { status: response.status, message: body.error.message, data: body }) : null,
  interceptors: [
    async ({ next }) => {
      try {
        return await next();
      } catch (thrown) {
        throw toApiError(thrown);
      }
    },
  ],
});

/** The typed client: `await client.people.get({ id })`. Throws `ApiError`. */
export const client: JsonifiedClient<ContractRouterClient<ApiContract>> = createORPCClient(link);

/**
 * The same for TanStack Query: `useSuspenseQuery(api.people.get.queryOptions({ input: { id } }))`,
 * `useMutation(api.sources.create.mutationOptions())`, `queryClient.invalidateQueries({ queryKey: api.sources.key() })`.
 */
export const api = createTanstackQueryUtils(client);
