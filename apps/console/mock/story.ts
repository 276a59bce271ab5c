import type { Actor, Channel, Interaction, Kind, Person } from "@throughline/contract";
import { createRandom } from "./random.ts";

type Step = {
  name: string;
  kind?: Kind;
  channel?: Channel;
  actor?: Actor;
  properties?: Record<string, unknown>;
  session?: string | null;
  path?: string;
};
const minute = 60_000;
const day = 24 * 60 * minute;

/** A person's timeline, newest first, as many interactions as they are said to have: visits with their steps, and the contacts between. */
export function storyOf(person: Person, now: Date): Interaction[] {
  const random = createRandom(Number(BigInt(`0x${person.id.slice(2)}`) % 100_000n) + 1);
  const sourceId = "00000000-0000-4000-8000-000000000000";
  const entries: Interaction[] = [];
  const add = (at: number, { name, kind = "track", channel = "web", actor = "customer", properties = {}, session = null, path }: Step) => {
    const i = entries.length;
    entries.push({
      id: `${person.id}-${i.toString(36)}`,
      at: new Date(at).toISOString(),
      receivedAt: new Date(at + 400).toISOString(),
      kind,
      name,
      channel,
      actor,
      personId: person.id,
      accountId: kind === "group" || channel === "billing" ? (person.account?.id ?? null) : null,
      sessionId: session,
      sourceId,
      messageId: `msg-${i}-${person.id}`,
      properties,
      context:
        session === null
          ? {}
          : {
              ...(path ? { path, url: `https://app.varnbrook.example${path}` } : {}),
              browser: channel === "mobile" ? "Safari" : "Chrome",
              os: channel === "mobile" ? "iOS" : "macOS",
              device: channel === "mobile" ? "mobile" : "desktop",
              library: "analytics.js",
              locale: "es-ES",
              timezone: "Europe/Madrid",
            },
    });
  };
  const traits = { ...person.traits };
  if (person.name?.startsWith("Marisol")) for (const [daysAgo, step] of complaint()) add(now.getTime() - daysAgo * day, step);
  if (person.name?.startsWith("محمد")) arabicChat(add, now.getTime() - 3 * 60 * minute);
  for (let visit = 0; entries.length < person.interactions; visit++) {
    const start = Date.parse(person.lastSeen) - visit * (day * (0.3 + random.next())) - random.int(0, 90) * minute;
    const session = `ses_${visit}`;
    let at = start;
    if (visit % 4 === 3)
      add(at, { name: "Identified", kind: "identify", session, properties: { ...traits, seats: 3 + Math.floor(visit / 8) } });
    const steps = Math.min(random.int(2, 16), person.interactions - entries.length);
    for (let i = 0; i < steps; i++) {
      at += random.int(4, 180) * 1000;
      add(at, { ...random.pick(visits), session });
    }
    if (visit % 3 === 1)
      add(start - 5 * 60 * minute, {
        name: random.pick(["Email Sent", "Email Opened", "Email Clicked"]),
        channel: "email",
        actor: "system",
        properties: { subject: "Your week in numbers", kind: "digest", link: "/dashboards/1" },
      });
    if (visit % 11 === 5)
      add(start - 9 * 60 * minute, {
        name: "Invoice Paid",
        channel: "billing",
        actor: "system",
        properties: { amount: 546, currency: "EUR", plan: "growth", invoiceId: `inv_${visit}` },
      });
  }
  return entries.toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, person.interactions);
}

const page = (name: string, path: string): Step => ({
  name,
  kind: "page",
  path,
  properties: { path, title: `${name} · Varnbrook Reports` },
});
const visits: readonly Step[] = [
  page("Reports", "/reports"),
  page("Report", "/reports/rep_12"),
  page("Dashboard", "/dashboards/2"),
  page("Billing", "/settings/billing"),
  { name: "Report Viewed", properties: { reportId: "rep_12", reportType: "Occupancy", rows: 4120, loadMs: 860 }, path: "/reports/rep_12" },
  { name: "Report Viewed", properties: { reportId: "rep_9", reportType: "Revenue", rows: 120_430, loadMs: 2100 }, path: "/reports/rep_9" },
  { name: "Filter Applied", properties: { filter: "Team", values: 4 }, path: "/reports/rep_12" },
  { name: "Element Clicked", properties: { label: "Sync now", element: "button", path: "/sources" }, path: "/sources" },
  { name: "Report Exported", properties: { reportId: "rep_12", format: "XLSX" } },
  { name: "Report Shared", properties: { reportId: "rep_12", method: "link", recipients: 4 } },
  { name: "Rage Click", properties: { label: "Column header", path: "/dashboards/5", clicks: 6 }, path: "/dashboards/5" },
  { name: "Dashboard", kind: "screen", channel: "mobile", properties: { screen: "Dashboard" } },
];

function complaint(): [number, Step][] {
  const problem = "The occupancy report for our board mixes euros and pesos: the export says 412,000 and the dashboard says 389,500.";
  const chat = { conversationId: "conv_cantalora", topic: "report export" };
  const ticket = { ticketId: "tck_cantalora", topic: "report export", team: "Technical Support" };
  const said = (actor: Actor, text: string, author?: string): Step => ({
    name: actor === "customer" ? "Message Received" : "Message Sent",
    channel: "chat",
    actor,
    properties: { ...chat, text, ...(author ? { author } : {}) },
  });
  const start = 2.2;
  const after = (minutes: number) => start - minutes / (24 * 60);
  return [
    [start, { name: "Conversation Started", channel: "chat", properties: { ...chat, page: "/reports" } }],
    [after(1), said("customer", problem)],
    [after(1.2), said("bot", "Exports use the time zone of the workspace. Could that explain the difference?", "Assistant")],
    [after(3), said("customer", "No. It is the currency. Can I talk to a person?")],
    [
      after(3.2),
      {
        name: "Conversation Handed Over",
        channel: "chat",
        actor: "bot",
        properties: { ...chat, fromTeam: "Assistant", toTeam: "Support", reason: "customer asked for a person", contextPassed: false },
      },
    ],
    [after(21), said("agent", "Hello Marisol, I'm Jamie. Can you describe the problem once more?", "Jamie Thackray")],
    [after(23), said("customer", `As I already told the bot: ${problem}`)],
    [after(31), said("agent", "This needs our technical team. Please send us an e-mail with a screenshot.", "Jamie Thackray")],
    [
      after(32),
      { name: "Conversation Closed", channel: "chat", actor: "agent", properties: { ...chat, outcome: "moved to e-mail", settled: false } },
    ],
    [
      1.6,
      {
        name: "Ticket Opened",
        channel: "email",
        properties: {
          ...ticket,
          priority: "normal",
          subject: "Wrong totals in our board report (second attempt)",
          text: `I wrote this before. ${problem} The board meets on Thursday.\n\nMarisol Etxeberria`,
        },
      },
    ],
    [
      1.2,
      {
        name: "Ticket Replied",
        channel: "email",
        actor: "agent",
        properties: { ...ticket, author: "Piotr Gawron", text: "Hi Marisol, which report is this about, and what did you expect to see?" },
      },
    ],
    [0.9, { name: "Call Started", channel: "phone", properties: { callId: "call_1", topic: "report export", direction: "inbound" } }],
    [
      0.88,
      {
        name: "Call Ended",
        channel: "phone",
        actor: "agent",
        properties: {
          callId: "call_1",
          topic: "report export",
          waitSeconds: 1260,
          durationSeconds: 780,
          author: "Rosa Villarejo",
          summary: "Third time that she explains it, very upset. Promised a call back by the technical team.",
          settled: false,
        },
      },
    ],
    [
      0.5,
      {
        name: "Survey Answered",
        channel: "email",
        properties: {
          kind: "csat",
          trigger: "conversation settled",
          score: 1,
          comment: "Three people, three times the same story. And still wrong.",
        },
      },
    ],
    [
      0.2,
      {
        name: "Review Posted",
        channel: "review",
        properties: {
          site: "SoftwareLarder",
          rating: 1,
          title: "Three channels, no answer",
          text: "Bot, e-mail, phone: I told all of them the same story. Our board saw wrong numbers. Nobody called back.",
        },
      },
    ],
    [40, { name: "Aliased", kind: "alias", channel: "mobile", actor: "system", properties: { previousId: "legacy-12" } }],
    [
      80,
      {
        name: "Joined Account",
        kind: "group",
        channel: "server",
        actor: "system",
        properties: { name: "Cantalora Hoteles", plan: "growth" },
      },
    ],
  ];
}

function arabicChat(add: (at: number, step: Step) => void, start: number): void {
  const chat = { conversationId: "conv_ar", topic: "billing" };
  add(start, {
    name: "Message Received",
    channel: "whatsapp",
    properties: { ...chat, text: "مرحبًا، لم تصلني الفاتورة رقم INV-2043 حتى الآن. هل يمكنكم إرسالها مرة أخرى؟" },
  });
  add(start + 4 * minute, {
    name: "Message Sent",
    channel: "whatsapp",
    actor: "agent",
    properties: { ...chat, author: "Celia Barrientos", text: "Of course. I have sent INV-2043 again to your e-mail address." },
  });
  add(start + 6 * minute, { name: "Message Received", channel: "whatsapp", properties: { ...chat, text: "شكرًا جزيلًا!" } });
}
