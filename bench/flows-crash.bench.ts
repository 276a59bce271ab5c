import { bootstrap, createProduct, waitUntilProcessed, type Product } from "../e2e/support/product.ts";

// npm run bench flows-crash [runs] [kills]: people come into mixed flows while the whole process tree is killed with kill -9 at random moments and started again. Then every run, every way that was taken and every
// message is counted: each has to be there once.
const wanted = Number(process.argv[2] ?? 100_000);
const kills = Number(process.argv[3] ?? 20);
const flowsEach = 4;
const people = Math.ceil(wanted / flowsEach);
const peopleAtOnce = 25;
const doneWithinMs = 30 * 60_000;

const product = await createProduct();
const call = async (method: string, path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${product.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${bootstrap.apiKey}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};

const message = (next: string | null) => ({ kind: "message", channel: "in_app", template: "hello", purpose: "service", next });
const pause = (value: number, next: string | null) => ({
  kind: "wait",
  wait: { for: "duration", duration: { value, unit: "second" } },
  next,
});
const definitions: Record<string, object> = {
  "two-messages": { start: "first", steps: { first: message("rest"), rest: pause(2, "second"), second: message(null) } },
  "waits-for-event": {
    start: "wait",
    steps: {
      wait: {
        kind: "wait",
        wait: { for: "event", event: { event: "Verified" }, timeout: { value: 20, unit: "second" } },
        next: "thanks",
        timedOut: "remind",
      },
      thanks: message(null),
      remind: message(null),
    },
  },
  loop: { mostVisits: 2, start: "mail", steps: { mail: message("rest"), rest: pause(1, "mail") } },
  split: {
    start: "split",
    steps: {
      split: {
        kind: "split",
        variants: [
          { key: "a", weight: 1, next: "one" },
          { key: "b", weight: 1, next: "tag" },
        ],
      },
      one: message(null),
      tag: { kind: "change", traits: [{ trait: "variant", value: "b" }], next: "one" },
    },
  },
};

async function prepare(): Promise<void> {
  const { rules } = (await call("GET", "/arbiter/rules")) as { rules: object };
  await call("PUT", "/arbiter/rules", {
    rules: { ...rules, caps: [], gap: null, quietHours: null, holdout: { share: 0, flowShare: 0, purposes: ["service"] } },
  });
  await call("POST", "/templates", { name: "Hello", key: "hello", channel: "in_app" });
  await call("POST", "/templates/hello/publish", {});
  for (const [key, definition] of Object.entries(definitions)) {
    const whole = { trigger: { kind: "event", on: { event: "Trial Started" } }, entry: {}, exit: {}, holdout: 0, ...definition };
    await call("POST", "/flows", { name: key, key, definition: whole });
    await call("POST", `/flows/${key}/publish`, {});
  }
}

/** Sends until it is accepted: the same message ids each time. */
async function send(batch: readonly object[]): Promise<void> {
  for (;;) {
    const accepted = await fetch(`${product.url}/v1/batch`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${bootstrap.writeKey}:`).toString("base64")}`, "content-type": "application/json" },
      body: JSON.stringify({ batch }),
      signal: AbortSignal.timeout(5_000),
    }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (accepted) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function letEverybodyIn(): Promise<void> {
  for (let from = 0; from < people; from += peopleAtOnce) {
    const users = Array.from({ length: Math.min(peopleAtOnce, people - from) }, (_, index) => from + index);
    const timestamp = new Date().toISOString();
    await send(users.map((n) => ({ type: "track", userId: `user-${n}`, event: "Trial Started", messageId: `t${n}`, timestamp })));
    await send(
      users
        .filter((n) => n % 2 === 0)
        .map((n) => ({ type: "track", userId: `user-${n}`, event: "Verified", messageId: `v${n}`, timestamp: new Date().toISOString() })),
    );
  }
}

async function allOf<Item>(path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let next: string | null = ""; next !== null;) {
    const page = (await call("GET", `${path}${path.includes("?") ? "&" : "?"}limit=200${next === "" ? "" : `&cursor=${next}`}`)) as {
      items: Item[];
      next: string | null;
    };
    items.push(...page.items);
    next = page.next;
  }
  return items;
}

async function waitUntilDone(of: Product): Promise<void> {
  const untilMs = Date.now() + doneWithinMs;
  await waitUntilProcessed(of, doneWithinMs);
  for (const key of Object.keys(definitions))
    while (((await call("GET", `/flows/${key}/runs?open=true&limit=1`)) as { items: unknown[] }).items.length > 0) {
      if (Date.now() > untilMs) throw new Error(`Runs of ${key} do not end.`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
}

type Run = { id: string; person: { id: string }; state: string };
type Message = { person: { id: string } | null; flow: string | null; step: string | null };
let [lost, duplicated, failed, messages] = [0, 0, 0, 0];
try {
  await product.start();
  await prepare();
  let isSending = true;
  const sending = letEverybodyIn().finally(() => void (isSending = false));
  sending.catch(() => {});
  for (let kill = 1; kill <= kills; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 1_000 + Math.random() * 5_000));
    await product.kill();
    console.log(`  kill ${kill}${isSending ? "" : " (everybody is in)"}`);
    await product.start();
  }
  await sending;
  await waitUntilDone(product);
  for (const key of Object.keys(definitions)) {
    const runs = await allOf<Run>(`/flows/${key}/runs`);
    const byPerson = Map.groupBy(runs, ({ person }) => person.id);
    lost += people - byPerson.size;
    duplicated += runs.length - byPerson.size;
    failed += runs.filter(({ state }) => state === "failed").length;
    const { edges } = (await call("GET", `/flows/${key}/counts`)) as { edges: { from: string; count: number }[] };
    const entered = edges.find(({ from }) => from === "trigger")?.count ?? 0;
    if (entered > people) duplicated += entered - people;
    if (entered < people) lost += people - entered;
    // Each of these steps is come to so often by everybody who comes to it.
    const sent = await allOf<Message>(`/messages?flow=${key}`);
    messages += sent.length;
    const expected = people * (key === "two-messages" || key === "loop" ? 2 : 1);
    if (sent.length > expected) duplicated += sent.length - expected;
    if (sent.length < expected) lost += expected - sent.length;
  }
} finally {
  await product.remove();
}
const result = { bench: "flows-crash", runs: people * flowsEach, kills, messages, lost, duplicated, failed };
console.table(result);
console.log(JSON.stringify(result));
process.exitCode = lost + duplicated + failed > 0 ? 1 : 0;
