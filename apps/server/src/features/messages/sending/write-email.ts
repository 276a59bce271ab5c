import MailComposer from "nodemailer/lib/mail-composer";

export type Email = {
  from: string;
  fromName: string;
  replyTo: string | null;
  to: string;
  toName: string | null;
  subject: string;
  html: string;
  text: string;
  messageId: string;
  /** RFC 8058; null for what is transactional. */
  unsubscribe: { url: string } | null;
  date: Date;
  dkim: { domain: string; selector: string; privateKey: string } | null;
};

/** The Message-ID of a message: the same for each try. */
export const mailIdOf = (messageId: string, from: string): string => `<${messageId}@${from.split("@").at(-1) ?? "localhost"}>`;

/** The mail as it goes over the wire, signed where there is a key. */
export async function writeEmail(email: Email): Promise<Buffer> {
  const { dkim, unsubscribe, replyTo } = email;
  const mail = new MailComposer({
    from: { name: email.fromName, address: email.from },
    to: { name: email.toName ?? "", address: email.to },
    ...(replyTo === null ? {} : { replyTo }),
    subject: email.subject,
    text: email.text,
    html: email.html,
    messageId: email.messageId,
    date: email.date,
    // What stands in a template is text and addresses: no file and no address is read for it.
    disableFileAccess: true,
    disableUrlAccess: true,
    headers:
      unsubscribe === null
        ? { "Auto-Submitted": "auto-generated" }
        : {
            "List-Unsubscribe": { prepared: true, foldLines: true, value: `<${unsubscribe.url}>` },
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          },
  }).compile();
  const written = await new Promise<Buffer>((resolve, reject) =>
    mail.build((error, built) => (error ? reject(error) : resolve(built as Buffer))),
  );
  return dkim === null ? written : sign(written, dkim);
}

/** RFC 6376, 5.4.1, and what RFC 8058 wants to be signed. */
const signedHeaders =
  "from:reply-to:subject:date:message-id:to:mime-version:content-type:content-transfer-encoding:list-unsubscribe:list-unsubscribe-post";

async function sign(message: Buffer, { domain, selector, privateKey }: NonNullable<Email["dkim"]>): Promise<Buffer> {
  const { default: DKIM } = await import("nodemailer/lib/dkim");
  const signed = new DKIM({ domainName: domain, keySelector: selector, privateKey, headerFieldNames: signedHeaders }).sign(message);
  const parts: Buffer[] = [];
  for await (const part of signed) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
