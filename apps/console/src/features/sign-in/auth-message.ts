/** What sign-in answers when it refuses. */
export type AuthRefusal = { status?: number; code?: string | undefined; message?: string | undefined };

const messages: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: "That e-mail and password do not belong together.",
  INVALID_CODE: "That code is not right. Codes change every 30 seconds; try the one shown now.",
  INVALID_BACKUP_CODE: "That backup code is not right, or it was used before. Each works once.",
  INVALID_TOKEN: "This link was used before or has expired. Each link signs in once.",
  EXPIRED_TOKEN: "This link has expired.",
  INVALID_TWO_FACTOR_COOKIE: "That took too long. Start again with your password.",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "Too many attempts. Start again with your password.",
  PASSWORD_TOO_SHORT: "That password is too short.",
};

/** Whether trying the same again may work: nobody looked at it, or somebody could not now. */
export const mayPass = ({ status }: AuthRefusal): boolean => status === undefined || status === 0 || status === 429 || status >= 500;

/** A refusal in words that say what to do next. */
export function authMessage({ status, code, message }: AuthRefusal): string {
  if (code !== undefined && messages[code]) return messages[code];
  if (status === 429) return "Too many attempts. Wait a minute, then try again.";
  if (message === undefined && (status === undefined || status === 0 || status >= 502))
    return "Throughline does not answer. Check that the server runs and that you are online.";
  return message ?? "That did not work. Try again.";
}
