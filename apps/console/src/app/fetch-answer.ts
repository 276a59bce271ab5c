import { toApiError } from "./api-error.ts";

/** As `fetch`; where there is no answer it throws an `ApiError` that says so, and not the browser's words. */
export async function fetchAnswer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch (thrown) {
    throw toApiError(thrown);
  }
}
