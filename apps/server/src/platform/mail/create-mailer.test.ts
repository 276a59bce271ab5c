import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../telemetry/create-log.ts";
import { createMailer } from "./create-mailer.ts";

let received: string[];
let smtp: SMTPServer;
let smtpUrl: string;
let lines: string[];
const log = createLog({ level: "error", destination: { write: (line) => void lines.push(line) } });

beforeEach(async () => {
  received = [];
  lines = [];
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        received.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  const server = smtp.listen(0, "127.0.0.1");
  await once(server, "listening");
  smtpUrl = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise<void>((resolve) => smtp.close(() => resolve())));

test("mail reaches the server, from the set sender", async () => {
  const mailer = createMailer({ smtpUrl, mailFrom: "Throughline <cx@example.com>", log });
  expect(await mailer.send({ to: "ada@example.com", subject: "Hello", text: "A link: https://cx.example.com/x?token=t" })).toBe(true);
  expect(received[0]).toContain("From: Throughline <cx@example.com>");
  expect(received[0]).toContain("To: ada@example.com");
});

test("a mail server that does not answer is logged and told, not thrown", async () => {
  const mailer = createMailer({ smtpUrl: "smtp://127.0.0.1:1", mailFrom: "cx@example.com", log });
  expect(await mailer.send({ to: "ada@example.com", subject: "Hello", text: "Hello" })).toBe(false);
  expect(lines.join("")).toContain("mail could not be sent");
});

test("without a mail server nothing is sent", async () => {
  const mailer = createMailer({ smtpUrl: null, mailFrom: "cx@example.com", log });
  expect([mailer.enabled, await mailer.send({ to: "ada@example.com", subject: "Hello", text: "Hello" })]).toEqual([false, false]);
});
