import { randomUUID } from "node:crypto";
import { APIError } from "better-auth/api";
import type { Kysely } from "kysely";
import type { Mailer } from "../mail/create-mailer.ts";
import type { Database } from "../postgres/database.ts";

export const linkLifetimeMinutes = 30;

type LinkToSend = { email: string; token: string; metadata?: Record<string, unknown> };

/** Brings one-time links and password resets to people: by mail, or to the part of the server that asked for one. */
export function createLinkDelivery({ publicUrl, mailer, db }: { publicUrl: string; mailer: Mailer; db: Kysely<Database> }) {
  const captures = new Map<string, (link: string) => void>();

  /** Opens a page that then spends the token: mail scanners follow links, and would use up one that signs in by itself. */
  const linkOf = (token: string) => `${publicUrl}/sign-in/link?token=${token}`;

  return {
    /** Runs `send` and gives the link that comes of it, without mailing it. */
    async capture(send: (metadata: { capture: string }) => Promise<void>): Promise<string> {
      const capture = randomUUID();
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      captures.set(capture, resolve);
      send({ capture }).catch(reject);
      try {
        return await promise;
      } finally {
        captures.delete(capture);
      }
    },

    async sendLink({ email, token, metadata }: LinkToSend): Promise<void> {
      const take = captures.get(String(metadata?.capture));
      if (take) return take(linkOf(token));
      requireMail(mailer);
      // Unknown addresses get the same answer and no mail, so that nobody can ask who has an account.
      const user = await db.selectFrom("auth_user").select("id").where("email", "=", email.toLowerCase()).executeTakeFirst();
      if (!user) return;
      const text = `Sign in to Throughline with this link. It works once, for ${linkLifetimeMinutes} minutes:\n\n${linkOf(token)}\n\nIf you did not ask for it, ignore this mail.\n`;
      await mailer.send({ to: email, subject: "Your sign-in link", text });
    },

    async sendReset(email: string, token: string): Promise<void> {
      requireMail(mailer);
      const text = `Choose a new password for Throughline with this link, within an hour:\n\n${publicUrl}/sign-in/reset?token=${token}\n\nIf you did not ask for it, ignore this mail.\n`;
      await mailer.send({ to: email, subject: "Choose a new password", text });
    },
  };
}

function requireMail(mailer: Mailer): void {
  if (!mailer.enabled)
    throw new APIError("SERVICE_UNAVAILABLE", {
      code: "MAIL_NOT_SET_UP",
      message: "This server has no mail server set up. Ask an owner, or make a link on the command line.",
    });
}
