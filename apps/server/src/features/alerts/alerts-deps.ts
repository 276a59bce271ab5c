import type { Kysely } from "kysely";
import { ProductError, type Answer, type Query } from "@throughline/contract";
import type { Access } from "../../platform/auth/access.ts";
import type { Outbound } from "../../platform/http/outbound.ts";
import type { EnqueueOptions } from "../../platform/jobs/run-jobs.ts";
import type { Mailer } from "../../platform/mail/create-mailer.ts";
import type { Database } from "../../platform/postgres/database.ts";

export type AlertsDeps = {
  db: Kysely<Database>;
  now: () => number;
  /** Answers a query, as the endpoint does. */
  runQuery: (access: Access, query: Query) => Promise<Answer>;
  enqueue: (name: "evaluate_alert" | "deliver_alert", payload: unknown, options: EnqueueOptions) => Promise<void>;
};
export type DeliverDeps = Pick<AlertsDeps, "db" | "now"> & {
  mailer: Mailer;
  outbound: Outbound;
  /** Links in messages begin with it. */
  publicUrl: string;
};

/** Which evaluation: one alert at one due time. */
export type Evaluation = { workspaceId: string; alertId: string; dueAt: string };

/** The one evaluation of an alert that waits; a later one takes its place. */
export const enqueueEvaluation = (
  enqueue: AlertsDeps["enqueue"],
  evaluation: Evaluation,
  within?: EnqueueOptions["within"],
): Promise<void> =>
  enqueue("evaluate_alert", evaluation, {
    key: `evaluate_alert ${evaluation.alertId}`,
    runAt: new Date(evaluation.dueAt),
    ...(within ? { within } : {}),
  });

export const noSuchAlert = (): ProductError => new ProductError("not_found", "There is no such alert in this workspace.");
