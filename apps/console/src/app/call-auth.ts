import { ApiError, codeOfStatus, isErrorBody } from "./api-error.ts";
import { fetchAnswer } from "./fetch-answer.ts";

/** Our own endpoints beside sign-in: GET without a body, POST with one. Throws `ApiError`. */
export async function callAuth<Answer>(path: string, body?: Record<string, unknown>): Promise<Answer> {
  const init: RequestInit =
    body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetchAnswer(`/api/auth${path}`, { credentials: "same-origin", ...init });
  // What stands before the server answers with pages of its own, not with JSON.
  const answer: unknown = await response.json().catch(() => null);
  if (isErrorBody(answer))
    throw new ApiError(answer.error.code, answer.error.message, { issues: answer.error.issues, requestId: answer.error.requestId });
  if (!response.ok || answer === null)
    throw new ApiError(
      response.ok ? "internal" : codeOfStatus(response.status),
      `The server answered ${response.status} without saying why.`,
    );
  return answer as Answer;
}
