import type { GenericEndpointContext } from "better-auth";
import type { Kysely } from "kysely";
import type { Database } from "../postgres/database.ts";

const verifyPath = "/magic-link/verify";

const messages: Record<string, string> = {
  INVALID_TOKEN: "This link has been used, or it is too old. Ask for a new one.",
  TWO_FACTOR_REQUIRED: "This account has two-factor sign-in: sign in with password and code.",
};

/** A link proves one factor only, so it does not sign in to an account that asks for two. */
export function refuseLinkWithTwoFactor(db: Kysely<Database>) {
  return async (session: { userId: string }, context: GenericEndpointContext | null): Promise<void> => {
    if (context?.path !== verifyPath) return;
    const user = await db.selectFrom("auth_user").select("two_factor_enabled").where("id", "=", session.userId).executeTakeFirstOrThrow();
    if (!user.two_factor_enabled) return;
    throw context.redirect(failedUrl(String(context.query?.errorCallbackURL ?? context.query?.callbackURL ?? "/"), "TWO_FACTOR_REQUIRED"));
  };
}

const failedUrl = (target: string, error: string) => `${target}${target.includes("?") ? "&" : "?"}error=${error}`;

/**
 * better-auth answers a link that failed with a redirect. A page that calls it from script, giving no place to go to, would get
 * that place's HTML: it gets 401 and the reason instead.
 */
export function tellFailedLink(request: Request, response: Response): Response {
  const asked = new URL(request.url);
  if (!asked.pathname.endsWith(verifyPath) || asked.searchParams.has("callbackURL") || response.status !== 302) return response;
  const code = URL.parse(response.headers.get("location") ?? "", asked.href)?.searchParams.get("error");
  return code ? Response.json({ code, message: messages[code] ?? "This link does not work." }, { status: 401 }) : response;
}
