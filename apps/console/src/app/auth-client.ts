import { magicLinkClient, twoFactorClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";
import { ApiError, isErrorBody } from "./api-error.ts";

/** Sign-in, one-time links and two-factor, answered under `/api/auth`. Import it lazily outside sign-in and security: it is not part of the first load. */
export const authClient = createAuthClient({
  baseURL: `${window.location.origin}/api/auth`,
  plugins: [twoFactorClient(), magicLinkClient()],
});

/** Our own endpoints beside sign-in: GET without a body, POST with one. Throws `ApiError`. */
export async function callAuth<Answer>(path: string, body?: Record<string, unknown>): Promise<Answer> {
  const init: RequestInit =
    body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`/api/auth${path}`, { credentials: "same-origin", ...init });
  const answer: unknown = await response.json();
  if (response.ok) return answer as Answer;
  if (isErrorBody(answer))
    throw new ApiError(answer.error.code, answer.error.message, { issues: answer.error.issues, requestId: answer.error.requestId });
  throw new ApiError("internal", `The server answered ${response.status}.`);
}
