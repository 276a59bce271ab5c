/**
 * The closed list of error codes and the HTTP status each one travels with.
 * Codes never change their meaning; a new situation gets a new code.
 */
export const errorStatus = {
  invalid_input: 400,
  bad_json: 400,
  unauthenticated: 401,
  invalid_write_key: 401,
  forbidden: 403,
  source_disabled: 403,
  not_found: 404,
  too_slow: 408,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** One thing wrong with an input: which field, what was wrong, and what is accepted. */
export type FieldIssue = { field: string; message: string; accepted?: string };

/** The body of every error answer. `requestId` finds the log line. */
export type ErrorBody = {
  error: { code: ErrorCode; message: string; issues?: FieldIssue[]; requestId?: string };
};

/** Thrown by use cases; the one handler turns it into {@link ErrorBody}. */
export class ProductError extends Error {
  readonly code: ErrorCode;
  readonly issues: FieldIssue[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: { issues?: FieldIssue[]; retryAfterSeconds?: number } = {}) {
    super(message);
    this.name = "ProductError";
    this.code = code;
    this.issues = details.issues ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  get status(): number {
    return errorStatus[this.code];
  }
}
