import { connectPostgres } from "../../platform/postgres/connect-postgres.ts";
import { createOutbound } from "../../platform/http/outbound.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { createKeys } from "./channels/keys.ts";
import { createMessageSender } from "./sending/message-sender.ts";

/** A sender in a process of its own, to be killed: `node sender-process.fixture.ts <database> <secret>`. */
const [url = "", secret = ""] = process.argv.slice(2);
const connection = connectPostgres<Database>({ url, maxConnections: 6 });
createMessageSender({
  db: connection.db,
  now: Date.now,
  publicUrl: "https://cx.example.com",
  keys: createKeys(secret),
  serverMail: null,
  outbound: createOutbound({ allowPrivate: true }),
  allowPrivate: true,
  atOnce: 4,
  onError: (error) => {
    throw error;
  },
}).start();
