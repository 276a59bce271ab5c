import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { clientAddressHeader, type Auth } from "./create-auth.ts";

/** Mounts sign-in under `/api/auth/`. */
export async function registerAuth(
  app: FastifyInstance,
  { auth, publicUrl, mail }: { auth: Auth; publicUrl: string; mail: boolean },
): Promise<void> {
  app.get("/api/auth/sign-in-options", async (_request, reply) => reply.header("cache-control", "no-store").send({ mail }));
  await app.register(async (scope) => {
    // better-auth reads bodies by itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: 64 * 1024 }, (_request, body, done) => done(null, body));
    scope.all("/api/auth/*", async (request, reply) => answer(reply, await auth.handle(toWebRequest(request, publicUrl))));
  });
}

/** Headers of a request as the web's own type. */
export function webHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one);
  }
  return headers;
}

function toWebRequest(request: FastifyRequest, publicUrl: string): Request {
  const headers = webHeaders(request);
  headers.set(clientAddressHeader, request.ip);
  const body = request.body instanceof Buffer && request.body.length > 0 ? new Uint8Array(request.body) : undefined;
  return new Request(new URL(request.url, publicUrl), { method: request.method, headers, body });
}

async function answer(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.status(response.status).header("cache-control", "no-store");
  for (const [name, value] of response.headers) if (name !== "set-cookie") reply.header(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) reply.header("set-cookie", cookies);
  const retryAfter = response.headers.get("x-retry-after");
  if (retryAfter) reply.header("retry-after", retryAfter);
  return reply.send(Buffer.from(await response.arrayBuffer()));
}
