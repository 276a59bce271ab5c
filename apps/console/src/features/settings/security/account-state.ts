/** What the server says of the caller's own account. */
export type AccountState = { hasPassword: boolean; email: string; placeholderEmail: boolean };
export const accountStateKey = ["auth", "account-state"];
