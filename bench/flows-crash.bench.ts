import { bootstrap, createProduct } from "../e2e/support/product.ts";

// npm run bench flows-crash [runs] [kills]: people come into mixed flows while the whole process tree is killed with kill -9 at random moments and started again. Then every run, every way that was taken and every
// message is counted, person by person: each has to be there once. How late waits ended is counted too.
const wanted = Number(process.argv[2] ?? 100_000);
const kills = Number(process.argv[3] ?? 20);
const flowsEach = 4;
const people = Math.ceil(wanted / flowsEach);
const peopleAtOnce = 100;
const doneWithinMs = 30 * 60_000;
/** No kill is waited for longer than this. */
const longestRoundMs = 15_000;
/** A wait that ended later than this after its time is late. */
const lateAfterMs = 1_000;

const startedMs = performance.now();
const say = (text: string) => console.log(`  ${((performance.now() - startedMs) / 60_000).toFixed(1)} min: ${text}`);
const pauseFor = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

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
    await pauseFor(200);
  }
}

/** People with these numbers begin; every other one does what one of the flows waits for. */
async function letIn(from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += peopleAtOnce) {
    const users = Array.from({ length: Math.min(peopleAtOnce, to - first) }, (_, index) => first + index);
    const timestamp = new Date().toISOString();
    await send(users.map((n) => ({ type: "track", userId: `user-${n}`, event: "Trial Started", messageId: `t${n}`, timestamp })));
    await send(
      users
        .filter((n) => n % 2 === 0)
        .map((n) => ({ type: "track", userId: `user-${n}`, event: "Verified", messageId: `v${n}`, timestamp: new Date().toISOString() })),
    );
  }
}

/** Entries of the log that are not processed yet; null while nobody says. */
async function lag(): Promise<number | null> {
  const metrics = await fetch(`${product.url}/metrics`).then(
    (answer) => answer.text(),
    () => "",
  );
  const figure = /^throughline_log_lag_events (\d+)$/m.exec(metrics)?.[1];
  return figure === undefined ? null : Number(figure);
}

/** Waits until a random part of what there was to do is done, so that kills fall into all of the work. */
async function waitForMoment(): Promise<void> {
  const untilMs = performance.now() + longestRoundMs;
  await pauseFor(1_000 + Math.random() * 2_000);
  const begun = (await lag()) ?? 0;
  const left = begun * (0.2 + Math.random() * 0.8);
  while (performance.now() < untilMs && ((await lag()) ?? Infinity) > left) await pauseFor(200);
  await pauseFor(Math.random() * 2_000);
}

/** Goes through all pages, holding one of them. */
async function eachOf<Item>(path: string, take: (item: Item) => void): Promise<void> {
  for (let next: string | null = ""; next !== null;) {
    const page = (await call("GET", `${path}${path.includes("?") ? "&" : "?"}limit=200${next === "" ? "" : `&cursor=${next}`}`)) as {
      items: Item[];
      next: string | null;
    };
    page.items.forEach(take);
    next = page.next;
  }
}

/** Waits until everybody has come into each flow and nobody is in one any more; or until nothing happens any more, where some are lost. */
async function waitUntilDone(): Promise<void> {
  const untilMs = performance.now() + doneWithinMs;
  let [before, since, saidMs] = ["", performance.now(), 0];
  for (;;) {
    const { items } = (await call("GET", "/flows?limit=50")) as { items: { key: string; entered: number; inside: number }[] };
    if (items.every(({ entered, inside }) => entered >= people && inside === 0)) return;
    const left = await lag();
    const now = JSON.stringify([left, items.map(({ entered, inside }) => [entered, inside])]);
    if (now !== before) [before, since] = [now, performance.now()];
    if (performance.now() - since > 30_000 && left === 0) return say("nothing happens any more");
    if (performance.now() > untilMs) throw new Error(`Runs do not end: ${now}`);
    if (performance.now() - saidMs > 15_000) {
      saidMs = performance.now();
      const [come, open] = [items.reduce((sum, { entered }) => sum + entered, 0), items.reduce((sum, { inside }) => sum + inside, 0)];
      say(`${come} of ${people * flowsEach} runs have begun, ${open} go on; ${left ?? "?"} entries of the log are left`);
    }
    await pauseFor(1_000);
  }
}

/** How often each person is there. */
const countOf = (counts: Map<string, number>, person: string) => void counts.set(person, (counts.get(person) ?? 0) + 1);
/** Against so many of each of all people. */
function compare(counts: ReadonlyMap<string, number>, each: number): { lost: number; duplicated: number } {
  const all = [...counts.values()];
  const missing = all.reduce((sum, count) => sum + Math.max(0, each - count), 0);
  return { lost: (people - counts.size) * each + missing, duplicated: all.reduce((sum, count) => sum + Math.max(0, count - each), 0) };
}

type Run = { person: { id: string }; state: string; enteredAt: string; endedAt: string | null };
type Message = { person: { id: string } | null };
/** Messages that everybody gets of each flow, and how long everybody stays in it, where that is one time for all. */
const expected: Record<string, { messages: number; staysMs: number | null }> = {
  "two-messages": { messages: 2, staysMs: 2_000 },
  "waits-for-event": { messages: 1, staysMs: null },
  loop: { messages: 2, staysMs: 2_000 },
  split: { messages: 1, staysMs: null },
};
let [lost, duplicated, failed, messages, late, latestMs, mostMemory] = [0, 0, 0, 0, 0, 0, 0];
try {
  await product.start();
  await prepare();
  for (let kill = 1; kill <= kills; kill++) {
    const sending = letIn(Math.floor((people * (kill - 1)) / kills), Math.floor((people * kill) / kills));
    sending.catch(() => {});
    await waitForMoment();
    mostMemory = Math.max(mostMemory, product.memoryBytes());
    await product.kill();
    await product.start();
    await sending;
    say(`kill ${kill} of ${kills}, ${Math.floor((people * kill) / kills)} of ${people} people sent`);
  }
  await waitUntilDone();
  mostMemory = Math.max(mostMemory, product.memoryBytes());
  say("all runs have ended; counting");
  for (const [key, { messages: each, staysMs }] of Object.entries(expected)) {
    const runs = new Map<string, number>();
    await eachOf<Run>(`/flows/${key}/runs`, ({ person, state, enteredAt, endedAt }) => {
      countOf(runs, person.id);
      if (state === "failed") failed++;
      if (staysMs === null || endedAt === null) return;
      const lateMs = Date.parse(endedAt) - Date.parse(enteredAt) - staysMs;
      if (lateMs > lateAfterMs) late++;
      latestMs = Math.max(latestMs, lateMs);
    });
    const sent = new Map<string, number>();
    await eachOf<Message>(`/messages?flow=${key}`, ({ person }) => countOf(sent, person?.id ?? ""));
    messages += [...sent.values()].reduce((sum, count) => sum + count, 0);
    const { edges } = (await call("GET", `/flows/${key}/counts`)) as { edges: { from: string; count: number }[] };
    const entered = edges.find(({ from }) => from === "trigger")?.count ?? 0;
    for (const one of [
      compare(runs, 1),
      compare(sent, each),
      { lost: Math.max(0, people - entered), duplicated: Math.max(0, entered - people) },
    ]) {
      lost += one.lost;
      duplicated += one.duplicated;
    }
    say(`${key}: ${runs.size} people, ${sent.size} with messages`);
  }
} finally {
  await product.remove();
}
const result = {
  bench: "flows-crash",
  runs: people * flowsEach,
  kills,
  messages,
  lost,
  duplicated,
  failed,
  late,
  latestSeconds: Math.round(latestMs / 1000),
  memoryMb: Math.round(mostMemory / 1e6),
  minutes: Math.round((performance.now() - startedMs) / 6_000) / 10,
};
console.table(result);
console.log(JSON.stringify(result));
process.exitCode = lost + duplicated + failed > 0 ? 1 : 0;
