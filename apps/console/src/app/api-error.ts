import { ORPCError } from "@orpc/client";
import type { ErrorBody, ErrorCode, FieldIssue } from "@throughline/contract";

/** What every failed call throws: the server's code and message, which fields were wrong, and the request id that finds the log line. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly issues: FieldIssue[];
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, message: string, details: { issues?: FieldIssue[]; requestId?: string; cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    this.name = "ApiError";
    this.code = code;
    this.issues = details.issues ?? [];
    this.requestId = details.requestId;
  }

  /** The message about one field, for forms. */
  issueOf(field: string): string | undefined {
    return this.issues.find((issue) => issue.field === field)?.message;
  }
}

/** True for the body that the server sends with every error. */
export function isErrorBody(body: unknown): body is ErrorBody {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

export const codeOfStatus = (status: number): ErrorCode => {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  if (status === 502 || status === 503 || status === 504) return "unavailable";
  return status >= 500 ? "internal" : "invalid_input";
};

/** Whatever a call threw, as an {@link ApiError}. Aborted calls stay what they are. */
export function toApiError(thrown: unknown): unknown {
  if (thrown instanceof ApiError || (thrown instanceof Error && thrown.name === "AbortError")) return thrown;
  if (thrown instanceof ORPCError) {
    const data: unknown = thrown.data;
    const body = isErrorBody(data) ? data : isObject(data) && isErrorBody(data["body"]) ? data["body"] : null;
    if (body)
      return new ApiError(body.error.code, body.error.message, {
        issues: body.error.issues,
        requestId: body.error.requestId,
        cause: thrown,
      });
    return new ApiError(codeOfStatus(thrown.status), `The server answered ${thrown.status} without saying why.`, { cause: thrown });
  }
  // `fetch` tells of a missing answer by this class alone; all else went wrong on this side.
  if (!(thrown instanceof TypeError))
    return new ApiError("internal", `This page could not ask the server: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
      cause: thrown,
    });
  return new ApiError("unavailable", "Throughline does not answer. Check that the server runs and that you are online.", { cause: thrown });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
