import { createTransport } from "nodemailer";
import type { Log } from "../telemetry/create-log.ts";

export type Mail = { to: string; subject: string; text: string };

export type Mailer = {
  /** False when no mail server is set: nothing is sent, and people are shown links instead. */
  enabled: boolean;
  /** Gives whether the mail server took it. A failure is logged, never thrown: the caller then shows the link. */
  send(mail: Mail): Promise<boolean>;
};

/** Sends plain-text mail by SMTP. */
export function createMailer({ smtpUrl, mailFrom, log }: { smtpUrl: string | null; mailFrom: string; log: Pick<Log, "error"> }): Mailer {
  if (smtpUrl === null) return { enabled: false, send: async () => false };
  const transport = createTransport(smtpUrl, { from: mailFrom });
  return {
    enabled: true,
    async send(mail) {
      try {
        await transport.sendMail(mail);
        return true;
      } catch (error) {
        log.error({ err: error }, "mail could not be sent");
        return false;
      }
    },
  };
}
