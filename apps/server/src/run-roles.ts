import { fileURLToPath } from "node:url";
import { createAuth } from "./platform/auth/create-auth.ts";
import { createApiKeys } from "./platform/auth/api-keys.ts";
import { limitRequests } from "./platform/auth/limit-requests.ts";
import { registerAccount } from "./platform/auth/register-account.ts";
import { registerAuth } from "./platform/auth/register-auth.ts";
import { createResolveAccess } from "./platform/auth/resolve-access.ts";
import { loadSecret } from "./platform/config/load-secret.ts";
import { publicUrlOf, type Settings } from "./platform/config/settings.ts";
import { api } from "./platform/http/api.ts";
import { createHttpServer } from "./platform/http/create-http-server.ts";
import { createOutbound } from "./platform/http/outbound.ts";
import type { Readiness } from "./platform/http/readiness.ts";
import { registerApi } from "./platform/http/register-api.ts";
import { registerConsole } from "./platform/http/register-console.ts";
import { registerHealth } from "./platform/http/register-health.ts";
import { registerSdk } from "./platform/http/register-sdk.ts";
import { startJobs } from "./platform/jobs/run-jobs.ts";
import { readLogLag, watchLogLag } from "./platform/log/log-lag.ts";
import { createPostgresLog } from "./platform/log/postgres-log.ts";
import { createMailer } from "./platform/mail/create-mailer.ts";
import { createNews } from "./platform/realtime/listen.ts";
import type { Log } from "./platform/telemetry/create-log.ts";
import { createMetrics } from "./platform/telemetry/metrics.ts";
import { arbiterRoutes, ensureSampleDecisions, keepArbiter, takeDecisionOfPerson } from "./features/arbiter/index.ts";
import { askRoutes, createAskModel } from "./features/ask/index.ts";
import { alertRoutes, deliverAlert, evaluateAlert, planEvaluations, type AlertsDeps, type Evaluation } from "./features/alerts/index.ts";
import { serveBackups } from "./features/backup/index.ts";
import { createRateLimit, createSourceFinder, registerCollect, type LogEntry } from "./features/collect/index.ts";
import { dashboardRoutes, ensureSampleDashboards, savedQueryRoutes } from "./features/dashboards/index.ts";
import {
  createFlowSegmentListener,
  createHarmWatch,
  createSimulationRunner,
  flowRoutes,
  measureRoutes,
  settleCall,
} from "./features/flows/index.ts";
import { frictionRoutes } from "./features/friction/index.ts";
import { insightsRoutes, runQuery } from "./features/insights/index.ts";
import { createStageResolver, ensureSampleJourneys, journeyQueries, journeyRoutes } from "./features/journeys/index.ts";
import {
  createKeys,
  createCallSender,
  createMessageSender,
  createMjmlCompiler,
  keepMessages,
  messageRoutes,
  registerInbox,
  registerInboundMail,
  registerPublicMessages,
} from "./features/messages/index.ts";
import { createOwnInteractionsSender } from "./features/own-interactions/index.ts";
import { createImportRunner, importRoutes, registerImportUploads } from "./features/imports/index.ts";
import { accountRoutes, finishDeletions, peopleRoutes, registerPersonExport } from "./features/people/index.ts";
import { observePipeline, trimLog, type PipelineOpening, type PipelineThread } from "./features/pipeline/index.ts";
import { dataRoutes } from "./features/pulse/index.ts";
import { ensureSampleWorkspace, loadSample, planSample, unfinishedSamples } from "./features/sample/index.ts";
import { createStateMirror } from "./features/state-mirror/index.ts";
import { createSegmentRunner, ensureSampleSegments, segmentRoutes } from "./features/segments/index.ts";
import { sourceRoutes } from "./features/sources/index.ts";
import { ensureSampleTasks, taskRoutes } from "./features/tasks/index.ts";
import { createTimelineWriter } from "./features/timeline/index.ts";
import { bootstrapWorkspace, createWorkspaceRoutes, ensureFirstOwner, registerInvitations } from "./features/workspaces/index.ts";
import type { Stores } from "./start-stores.ts";

const repository = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const trimEveryMs = 10_000;
const keepArbiterEveryMs = 6 * 60 * 60 * 1000;
const firstKeepArbiterMs = 60_000;

/** What is there when the roles begin, and how they take part in the end. */
export type Started = {
  settings: Settings;
  log: Log;
  stores: Stores;
  readiness: Readiness;
  /** Where the process is reached; until the roles listen there, `starting` answers in their place. */
  starting: { port: number; close(): Promise<void> };
  /** The thread that loads what processes events; null where this process does not. */
  opening: PipelineOpening | null;
  onFatal: (error: unknown) => void;
  signal: AbortSignal | undefined;
  /** Taken in reverse order at the end, also of a start that failed. */
  undo: (() => Promise<void> | void)[];
  isStopping: () => boolean;
};

/** The composition root of what runs on the stores: features → roles (api, pipeline, worker). Resolves when all of them run. */
export async function runRoles(started: Started): Promise<{ url: string; welcome: string[] }> {
  const { settings, log, stores, readiness, starting, opening, onFatal, signal, undo, isStopping } = started;
  const { db, pool, clickhouse } = stores;
  const onError = (error: unknown) => log.error({ err: error }, "background work failed");
  const now = Date.now;
  const hasRole = (role: Settings["roles"][number]) => settings.roles.includes(role);
  const metrics = createMetrics();
  const news = createNews({ url: stores.databaseUrl, onError });
  await news.start();
  undo.push(() => news.close());
  const lag = watchLogLag({ pool, onError });
  undo.push(lag.close);
  const eventLog = createPostgresLog<LogEntry>({ pool, isTooFarBehind: () => lag.current().events > settings.maxBacklogEvents });
  undo.push(() => eventLog.close());
  const timeline = createTimelineWriter({ clickhouse, onError });
  undo.push(() => timeline.flush());
  const backups = await serveBackups({ pool, clickhouse, dataDir: settings.dataDir, now, log });
  undo.push(() => backups.close());

  const { port } = starting;
  const publicUrl = publicUrlOf(settings, port);
  const mailer = createMailer({ smtpUrl: settings.smtpUrl, mailFrom: settings.mailFrom, log });
  const secret = await loadSecret(settings);
  const auth = createAuth({ db, secret, publicUrl, mailer, log });
  const apiKeys = createApiKeys({ db });

  const onSegmentChanges = createFlowSegmentListener();
  const common = { db, clickhouse, timeline, news, now, log: eventLog, lag: lag.current, onSegmentChanges };
  const withStages = { ...common, stages: createStageResolver(common) };
  const insights = { ...withStages, journeys: journeyQueries(withStages) };
  const alerts: AlertsDeps = {
    db,
    now,
    runQuery: (access, query) => runQuery(insights, access, query),
    enqueue: (name, payload, options) => jobs.enqueue(name, payload, options),
  };
  const outbound = createOutbound({ allowPrivate: settings.outboundPrivate });
  const mjml = createMjmlCompiler();
  undo.push(() => mjml.close());
  const messages = {
    db,
    now,
    publicUrl,
    keys: createKeys(secret),
    serverMail: settings.smtpUrl === null ? null : { smtpUrl: settings.smtpUrl, from: settings.mailFrom },
    outbound,
    allowPrivate: settings.outboundPrivate,
    compileMjml: mjml.compile,
  };
  const jobs = await startJobs({
    pool,
    log,
    handlers: hasRole("worker")
      ? {
          finish_deletions: () => finishDeletions({ db, clickhouse, timeline, onSegmentChanges }),
          load_sample: async (payload) => {
            await loadSampleInto((payload as { workspaceId: string }).workspaceId);
            await jobs.enqueue("sample_tasks", {}, { key: "sample_tasks" });
          },
          sample_tasks: () => makeSampleTasks(),
          keep_arbiter: async () => {
            await keepArbiter({ db, clickhouse, now });
            await keepMessages({ db, now });
            await jobs.enqueue("keep_arbiter", {}, { key: "keep_arbiter", runAt: new Date(now() + keepArbiterEveryMs) });
          },
          evaluate_alert: (payload) => evaluateAlert(alerts, payload as Evaluation),
          deliver_alert: (payload) => deliverAlert({ db, now, mailer, outbound, publicUrl }, payload as Parameters<typeof deliverAlert>[1]),
        }
      : null,
  });
  undo.push(() => jobs.close());
  /** About what the sample company's people did: so once it is processed. */
  const makeSampleTasks = async () => {
    while ((await readLogLag(pool)).events > 0) {
      if (isStopping()) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await ensureSampleSegments(db);
    await ensureSampleTasks({ db, clickhouse, now });
    await ensureSampleDecisions({ db, clickhouse, now });
  };
  const loadSampleInto = (workspaceId: string) =>
    loadSample(
      {
        db,
        log: eventLog,
        now,
        behind: async () => (await readLogLag(pool)).events,
        isStopping,
        onProgress: (loaded, done) => (done || loaded % 50_000 === 0) && log.info({ loaded, done }, "sample company"),
      },
      workspaceId,
    );
  const fillWithSample = async (workspaceId: string) => {
    await planSample(db, workspaceId, now());
    await ensureSampleDashboards(db);
    await ensureSampleJourneys(db);
    await enqueueSample(workspaceId);
  };
  const enqueueSample = (workspaceId: string) => jobs.enqueue("load_sample", { workspaceId }, { key: `load_sample ${workspaceId}` });

  if (settings.bootstrap) await bootstrapWorkspace({ db }, settings.bootstrap);
  if (settings.sample && !settings.bootstrap) await ensureSampleWorkspace(db, now());
  await ensureSampleJourneys(db);
  await ensureSampleDashboards(db);
  for (const workspaceId of await unfinishedSamples(db)) await enqueueSample(workspaceId);
  // What a killed process was at is locked for hours; it goes on at once.
  await jobs.enqueue("finish_deletions", {}, { key: "finish_deletions" });
  await planEvaluations(alerts);
  // Upkeep has time until the start is over.
  await jobs.enqueue("keep_arbiter", {}, { key: "keep_arbiter", runAt: new Date(now() + firstKeepArbiterMs) });
  await jobs.enqueue("sample_tasks", {}, { key: "sample_tasks" });

  let wakeImports: () => void = () => {};
  let wakeSimulations: () => void = () => {};
  if (hasRole("worker")) {
    const importRunner = createImportRunner({ db, log: eventLog, dataDir: settings.dataDir, now, onError });
    importRunner.start();
    wakeImports = importRunner.wake;
    undo.push(() => importRunner.stop());
    const segments = createSegmentRunner({ ...insights, onError });
    segments.start();
    undo.push(() => segments.stop());
    const mirror = createStateMirror({ db, clickhouse, onError });
    mirror.start();
    undo.push(news.on("throughline_state", mirror.wake), () => mirror.stop());
    mirror.reconcile().catch(onError);
    const sender = createOwnInteractionsSender({ db, log: eventLog, now, onError });
    sender.start();
    undo.push(news.on("throughline_own", sender.wake), () => sender.stop());
    const messageSender = createMessageSender({ ...messages, onError });
    messageSender.start();
    undo.push(news.on("throughline_messages", messageSender.wake), () => messageSender.stop());
    const callSender = createCallSender({ ...messages, settle: settleCall, onError });
    callSender.start();
    undo.push(news.on("throughline_messages", callSender.wake), () => callSender.stop());
    const simulations = createSimulationRunner({ ...insights, onError });
    simulations.start();
    wakeSimulations = simulations.wake;
    const harmWatch = createHarmWatch({ db, now, onError });
    harmWatch.start();
    undo.push(
      () => simulations.stop(),
      () => harmWatch.stop(),
    );
    readiness.reached("worker", jobs.requireRunning);
  }

  let pipeline: { started: Promise<PipelineThread>; requireProgress: () => Promise<void> } | null = null;
  if (opening) {
    const observer = observePipeline({ registry: metrics.registry, lag: lag.current, now });
    // It starts while this thread goes on.
    const thread = opening.start({
      databaseUrl: stores.databaseUrl,
      clickhouse,
      onProcessed: observer.processed,
      onBatchFailed: (error) => {
        observer.batchFailed();
        log.error({ err: error }, "a batch failed and is tried again");
      },
      onError,
      onFatal,
    });
    pipeline = { started: thread, requireProgress: observer.requireProgress };
    const started = thread.catch(() => null);
    const trimming = setInterval(() => trimLog(db).catch(onError), trimEveryMs);
    undo.push(
      () => clearInterval(trimming),
      async () => (await started)?.stop(),
    );
  }

  let readAhead: () => Promise<void> = async () => {};
  const app = await createHttpServer({ log, metrics, trustProxy: settings.trustProxy, https: publicUrl.startsWith("https:") });
  undo.push(() => app.close());
  registerHealth(app, { metrics, metricsToken: settings.metricsToken, readiness });
  if (hasRole("api")) {
    const sources = createSourceFinder(db);
    undo.push(news.on("throughline_settings", sources.forget));
    await registerCollect(app, {
      log: eventLog,
      sources,
      takeRate: createRateLimit({ defaultPerSecond: settings.eventsPerSecond, now }),
      now,
      publicUrl: () => settings.publicUrl,
    });
    const resolveAccess = limitRequests(createResolveAccess({ db, auth, apiKeys, publicUrl }), {
      perSecond: settings.requestsPerSecond,
      now,
    });
    const imports = { db, dataDir: settings.dataDir, now, wake: wakeImports };
    const model =
      settings.aiUrl === null ? null : createAskModel({ url: settings.aiUrl, model: settings.aiModel, apiKey: settings.aiApiKey }, onError);
    const asking = askRoutes({ ...common, model });
    readAhead = asking.readAhead;
    await registerApi(app, {
      publicUrl,
      resolveAccess,
      router: api.router({
        people: peopleRoutes({
          ...common,
          enqueue: (within) => jobs.enqueue("finish_deletions", {}, { key: "finish_deletions", within }),
        }),
        accounts: accountRoutes(common),
        data: dataRoutes(common),
        sources: sourceRoutes({ db, now, changed: sources.forget }),
        imports: importRoutes(imports),
        insights: insightsRoutes(insights),
        segments: segmentRoutes(insights),
        journeys: journeyRoutes(withStages),
        friction: frictionRoutes(common),
        savedQueries: savedQueryRoutes(common),
        dashboards: dashboardRoutes(common),
        alerts: alertRoutes(alerts),
        ask: asking.routes,
        tasks: taskRoutes({ db, now, onClosed: (tx, task) => takeDecisionOfPerson(tx, task, now()) }),
        arbiter: arbiterRoutes({ db, now }),
        flows: {
          ...flowRoutes(insights),
          ...measureRoutes({ ...messages, ...insights, wake: () => wakeSimulations() }),
        },
        messages: messageRoutes(messages),
        workspace: createWorkspaceRoutes({ db, apiKeys, mailer, publicUrl, fillWithSample }),
      }),
    });
    await registerPublicMessages(app, messages);
    await registerInboundMail(app, messages);
    await registerInbox(app, { ...messages, sources });
    registerPersonExport(app, { db, clickhouse, resolveAccess });
    await registerImportUploads(app, { ...imports, resolveAccess, maxBytes: settings.maxImportBytes });
    await registerAuth(app, { auth, publicUrl, mail: mailer.enabled });
    registerAccount(app, { db, auth, publicUrl });
    registerInvitations(app, { db, auth, publicUrl });
    registerSdk(app, { directory: repository("packages/web/dist") });
    await registerConsole(app, { directory: repository("apps/console/dist") });
    readiness.reached("api");
  }
  signal?.throwIfAborted();
  await app.ready();
  if (pipeline) {
    await pipeline.started;
    // What is accepted is durable without it: who collects goes on, and events are late.
    readiness.reached("pipeline", pipeline.requireProgress, { servesWithout: hasRole("api") });
  }
  readiness.reached("running", async () => isStopping() && Promise.reject(new Error("the server is stopping")));
  await starting.close();
  await app.listen({ port, host: settings.host });
  const url = publicUrl;
  const first = hasRole("api") ? await ensureFirstOwner({ db, auth }) : null;
  log.info({ url, roles: settings.roles }, "ready");
  // What the first question needs; nobody waits for it.
  readAhead().catch((error: unknown) => isStopping() || onError(error));
  return { url, welcome: welcomeLines(url, first?.link ?? null) };
}

function welcomeLines(url: string, link: string | null): string[] {
  const lines = ["", `  Throughline is ready: ${url}`];
  if (link) lines.push(`  Sign in (once, within 30 minutes): ${link}`);
  return [...lines, "  Stop with Ctrl-C.", ""];
}
