export { authMessage } from "./auth-message.ts";
export { shortestPassword } from "./password-rule.ts";
