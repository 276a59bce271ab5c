import { ORPCError, ValidationError } from "@orpc/server";
import { ProductError, type ErrorBody, type ErrorCode } from "@throughline/contract";
import type { ValidationIssue } from "./field-issues.ts";
import { invalidInput } from "./parse-input.ts";

export type ErrorAnswer = { status: number; headers: Record<string, string>; body: ErrorBody };

/**
 * The one map from anything thrown to an answer. What is not known gives `internal` with the request id,
 * and nothing of the inside.
 */
export function answerOfError(error: unknown, requestId: string): ErrorAnswer {
  const known = toProductError(error);
  const retryAfter = known.retryAfterSeconds;
  return {
    status: known.status,
    headers: retryAfter === undefined ? {} : { "retry-after": String(Math.max(1, Math.ceil(retryAfter))) },
    body: { error: { code: known.code, message: known.message, ...(known.issues.length > 0 ? { issues: known.issues } : {}), requestId } },
  };
}

/** True for errors that people can only report: they belong into the log with their stack. */
export const isUnexpected = (error: unknown): boolean => toProductError(error).code === "internal";

function toProductError(error: unknown): ProductError {
  if (error instanceof ProductError) return error;
  if (error instanceof ORPCError) return fromContract(error);
  if (error instanceof Error && "statusCode" in error) return fromFastify(error as Error & { statusCode: unknown; code?: unknown });
  return internal();
}

/** Errors of the API contract: an input that does not fit, or a request that cannot be read. */
function fromContract(error: ORPCError<string, unknown>): ProductError {
  if (error.cause instanceof ProductError) return error.cause;
  if (error.status >= 500) return internal();
  if (error.cause instanceof ValidationError) return invalidInput(error.cause.issues as readonly ValidationIssue[]);
  return new ProductError(codeOfStatus(error.status), error.message);
}

/** Fastify's own errors, told apart by their codes: https://fastify.dev/docs/latest/Reference/Errors/ */
function fromFastify(error: Error & { statusCode: unknown; code?: unknown }): ProductError {
  const status = typeof error.statusCode === "number" ? error.statusCode : 500;
  if (status >= 500) return internal();
  switch (error.code) {
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return new ProductError("bad_json", "The body is not valid JSON.");
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new ProductError("too_large", "The body is larger than this endpoint accepts.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new ProductError("unsupported_media_type", "The body must be JSON: send Content-Type: application/json.");
    default:
      return new ProductError(error instanceof SyntaxError ? "bad_json" : codeOfStatus(status), error.message);
  }
}

function codeOfStatus(status: number): ErrorCode {
  const codes: Record<number, ErrorCode> = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    408: "too_slow",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
  };
  return codes[status] ?? "invalid_input";
}

const internal = () => new ProductError("internal", "Something went wrong on our side. The request id finds it in the log.");
