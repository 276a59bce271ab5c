import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMessagesFixture, fixtureSecret, startMailServer, type MessagesFixture } from "./messages.fixture.ts";
import { createMessageSender } from "./sending/message-sender.ts";
import { leaseMs } from "./sending/outcome.ts";

let fixture: MessagesFixture;
beforeAll(async () => {
  fixture = await createMessagesFixture();
});
afterAll(() => fixture.close());

const script = fileURLToPath(new URL("./sender-process.fixture.ts", import.meta.url));
const count = 50;
/** After how many mails the process is killed, each time another one. */
const deaths = [3, 9, 20];

test(
  "a sender that is killed in the midst of it, again and again, sends nothing twice, and what it does not know it says",
  { timeout: 180_000 },
  async () => {
    const workspaceId = await fixture.workspace();
    await fixture.template(workspaceId);
    const ids: string[] = [];
    let died = 0;
    let child: ChildProcess | undefined;
    const start = () => {
      child = spawn(process.execPath, [script, fixture.pipeline.database.url, fixtureSecret], { stdio: ["ignore", "ignore", "inherit"] });
      // Each but the last is followed by another.
      child.once("exit", () => died < deaths.length + 1 && start());
    };
    const { promise: received, resolve: enough } = Promise.withResolvers<void>();
    const server = await startMailServer({
      onData(stream, _session, done) {
        let mail = "";
        stream.on("data", (part: Buffer) => (mail += part.toString()));
        stream.on("end", () => {
          ids.push(/Message-ID: <([0-9a-f-]+)@/.exec(mail)?.[1] ?? "");
          // Before it is told that the mail was taken, and with others under way.
          if (ids.length >= (deaths[died] ?? Infinity) && child && !child.killed) {
            died++;
            child.kill("SIGKILL");
          }
          done();
          if (died === deaths.length && ids.length >= 26) enough();
        });
      },
    });
    await fixture.mailServer(workspaceId, server.port);
    fixture.clock.nowMs = Date.now();
    await fixture.queue(workspaceId, ...Array.from({ length: count }, (_, index) => ({ key: `k${index}` })));
    start();
    try {
      await received;
    } finally {
      died = deaths.length + 1;
      child?.kill("SIGKILL");
    }
    // Another one goes on where they ended; what they were at is known to be unknown once their time is over.
    fixture.clock.nowMs = Date.now() + leaseMs + 60_000;
    const last = createMessageSender({
      ...fixture.deps,
      onError: (error) => {
        throw error;
      },
    });
    // The last statement of the dead may still run in the database: what it holds is found the next time.
    const underWay = async () => {
      await last.sendDue();
      return (await fixture.rows(workspaceId)).filter(({ state }) => state === "sending").length;
    };
    await expect.poll(underWay, { timeout: 20_000 }).toBe(0);
    await last.stop();
    await server.close();
    const rows = await fixture.rows(workspaceId);
    const arrived = new Set(ids);
    expect(arrived.size).toBe(ids.length);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["sent", "unknown"]));
    // What counts as sent has arrived; what is unknown may have.
    expect(rows.filter(({ state, id }) => state === "sent" && !arrived.has(id))).toEqual([]);
    const unknown = rows.filter(({ state }) => state === "unknown").length;
    expect(unknown).toBeGreaterThan(0);
    expect(unknown).toBeLessThanOrEqual(4 * (deaths.length + 1));
  },
);
