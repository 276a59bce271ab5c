import { personIdOf, touchSchema, type Touch } from "@throughline/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { loadedSamplesWithout, markSampleGiven } from "../sample-content/index.ts";
import type { ArbiterDeps } from "./arbiter-deps.ts";
import { decideTouches } from "./decide-touches.ts";
import { recordOutcome } from "./decisions.store.ts";

type SampleDeps = ArbiterDeps & { clickhouse: ClickHouse };
type Wanted = { at: number; touch: Touch };

const days = 28;
const dayMs = 86_400_000;
const minuteMs = 60_000;
const newsReaders = 70;
const mostOfEach = 60;
/** Decisions of people wait as tasks: a few, and of these days. */
const mostTasks = 4;
const taskDays = 4;

/** What the sample company says to those who did something, and how long after. */
const answersTo: Record<string, { afterMinutes: number; touch: Omit<z.input<typeof touchSchema>, "id" | "person"> }> = {
  "Domain Verification Failed": {
    afterMinutes: 30,
    touch: {
      kind: "guide",
      purpose: "service",
      channel: "in_app",
      flow: "stalled-at-verification",
      title: "Show how a domain is verified",
      priority: 8,
    },
  },
  "Ticket Settled": {
    afterMinutes: 120,
    touch: {
      kind: "survey",
      purpose: "survey",
      channel: "email",
      topic: "surveys",
      flow: "ask-effort",
      title: "Ask how easy it was",
      priority: 4,
    },
  },
  "Trial Started": {
    afterMinutes: 60,
    touch: { kind: "message", purpose: "service", channel: "email", flow: "first-steps", title: "First steps of the trial", priority: 6 },
  },
  "Payment Form Failed": {
    afterMinutes: 5,
    touch: { kind: "message", purpose: "transactional", channel: "email", title: "Your payment did not go through", priority: 9 },
  },
  "Plan Limit Near": {
    afterMinutes: 180,
    touch: {
      kind: "message",
      purpose: "promotional",
      channel: "email",
      topic: "offers",
      flow: "usage-limit-near",
      title: "Offer the next larger plan",
      priority: 5,
      value: 3,
    },
  },
};

/**
 * Gives every workspace with the sample company four weeks of decisions, once: touches that its own events call for, each asked at its time, by what was known
 * then. Call it when the sample company is processed.
 */
export async function ensureSampleDecisions(deps: SampleDeps): Promise<void> {
  for (const id of await loadedSamplesWithout(deps.db, "decisions")) {
    const wanted = [...(await answers(deps, id)), ...(await news(deps, id)), ...(await renewals(deps, id))];
    await askInOrder(deps, id, wanted);
    await markSampleGiven(deps.db, id, "decisions");
  }
}

const touchOf = (person: string, id: string, touch: Omit<z.input<typeof touchSchema>, "id" | "person">): Touch =>
  touchSchema.parse({ ...touch, id: `sample:${id}`, person: personIdOf(person), source: "Sample company" });

/** One after another, as time went; what was put off is asked again when it is due. */
async function askInOrder({ db, now }: SampleDeps, workspaceId: string, wanted: readonly Wanted[]): Promise<void> {
  const nowMs = now();
  const waiting = wanted.filter(({ at }) => at < nowMs).sort((a, b) => b.at - a.at);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { at, touch } = next;
    const asOf = new Date(at);
    const decision = await db.transaction().execute(async (tx) => {
      const made = (await decideTouches(tx, { workspaceId, nowMs: at, asOf }, [touch])).get(touch.id);
      if (made?.answer === "now" && made.outcome === null)
        await recordOutcome(tx, workspaceId, made.id, { outcome: "sent", at: new Date(at + 2_000), note: null, takesAttention: true });
      return made;
    });
    const due = decision?.answer === "later" ? decision.dueAt?.getTime() : undefined;
    if (due === undefined || due >= nowMs) continue;
    waiting.splice(waiting.findLastIndex((other) => other.at > due) + 1, 0, { at: due, touch });
  }
}

const eventRow = z.object({ profileId: z.string(), name: z.string(), last: z.coerce.number() });

/** The latest event of each kind of each person that calls for an answer. */
async function answers({ clickhouse }: SampleDeps, workspaceId: string): Promise<Wanted[]> {
  const rows = await clickhouse.query({
    query: `SELECT toString(profile_id) AS profileId, name, toUnixTimestamp64Milli(max(at)) AS last FROM interaction
      WHERE workspace_id = {w:UUID} AND at >= now() - INTERVAL ${days} DAY AND name IN {names:Array(String)} GROUP BY profile_id, name
      ORDER BY last DESC LIMIT ${mostOfEach} BY name`,
    params: { w: workspaceId, names: Object.keys(answersTo) },
    schema: eventRow,
  });
  return rows.flatMap(({ profileId, name, last }) => {
    const answer = answersTo[name];
    const id = `${answer?.touch.flow ?? "payment"}:${profileId}`;
    return answer ? [{ at: last + answer.afterMinutes * minuteMs, touch: touchOf(profileId, id, answer.touch) }] : [];
  });
}

/** A letter with news each week, to some of those who have an address. */
async function news({ db, now }: SampleDeps, workspaceId: string): Promise<Wanted[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM person WHERE workspace_id = ${workspaceId} AND known AND email IS NOT NULL ORDER BY md5(id::text) LIMIT ${newsReaders}`.execute(
    db,
  );
  const noon = Math.floor(now() / dayMs) * dayMs + 12 * 60 * minuteMs;
  return [23, 16, 9, 2].flatMap((ago) => {
    const at = noon - ago * dayMs;
    const day = new Date(at).toISOString().slice(0, 10);
    return rows.map(({ id }, index) => ({
      at: at + index * 1_000,
      touch: touchOf(id, `news-${day}:${id}`, {
        kind: "message",
        purpose: "promotional",
        channel: "email",
        topic: "product-news",
        flow: "product-news",
        title: `What is new, ${day}`,
        priority: 3,
      }),
    }));
  });
}

/** What is a person's to decide: a few large customers, lately. */
async function renewals({ db, now }: SampleDeps, workspaceId: string): Promise<Wanted[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT ON (a.id) p.id FROM account a JOIN person p ON p.workspace_id = a.workspace_id AND p.account_id = a.id AND p.known AND p.email IS NOT NULL
    WHERE a.workspace_id = ${workspaceId} AND a.traits -> 'tier' ->> 0 = 'enterprise' ORDER BY a.id, p.interactions DESC LIMIT ${mostTasks}`.execute(
    db,
  );
  return rows.map(({ id }, index) => ({
    at: now() - (taskDays * dayMs * (index + 1)) / (mostTasks + 1),
    touch: touchOf(id, `renewal:${id}`, {
      kind: index % 2 === 0 ? "call" : "message",
      purpose: "service",
      channel: index % 2 === 0 ? "phone" : "email",
      stakes: index % 2 === 0 ? "high" : "medium",
      flow: "renewal-in-60-days",
      title: index % 2 === 0 ? "Call about the renewal" : "Send the renewal offer",
      priority: 9,
    }),
  }));
}
