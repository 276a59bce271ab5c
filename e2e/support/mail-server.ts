import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer } from "smtp-server";

export type MailServer = {
  url: string;
  port: number;
  mails: { to: string[]; text: string }[];
  /** What it does with the next mails: takes them; takes them and breaks off before it says so; says that it cannot take them now. */
  does: "take" | "break off" | "refuse for now";
  close(): Promise<void>;
};

/** A mail server on loopback that keeps what it takes; `text` is the whole message, its headers unfolded. */
export async function startMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (mail.does === "refuse for now") return done(Object.assign(new Error("Try again later"), { responseCode: 451 }));
        const text = Buffer.concat(chunks)
          .toString()
          .replaceAll(/\r\n[ \t]+/g, " ");
        mail.mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        if (mail.does === "take") return done();
        dropConnections();
      });
    },
  });
  // A connection that was broken off on purpose.
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  listening.on("connection", (socket: Socket) => sockets.add(socket.once("close", () => sockets.delete(socket))));
  if (!listening.listening) await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails: [],
    does: "take",
    close: () => {
      // Who sends keeps its connections for a while, and closing waits for them.
      dropConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return mail;
}
