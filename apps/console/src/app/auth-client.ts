import { magicLinkClient, twoFactorClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";
import { fetchAnswer } from "./fetch-answer.ts";

/** Sign-in, one-time links and two-factor, answered under `/api/auth`. Import it lazily outside sign-in and security: it is not part of the first load. */
export const authClient = createAuthClient({
  baseURL: `${window.location.origin}/api/auth`,
  fetchOptions: { customFetchImpl: fetchAnswer },
  plugins: [twoFactorClient(), magicLinkClient()],
});
