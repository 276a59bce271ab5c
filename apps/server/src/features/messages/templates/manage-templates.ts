import {
  ProductError,
  type MessageChannel,
  type Template,
  type TemplateContent,
  type TemplateIssue,
  type TemplateSummary,
  type TemplateVersion,
} from "@throughline/contract";
import { plainKey } from "@throughline/domain";
import { z } from "zod";
import { recordAudit } from "../../../platform/audit/record-audit.ts";
import { whatChanged } from "../../../platform/audit/what-changed.ts";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../../platform/http/index.ts";
import { noSuchTemplate, type MessagesDeps, type Tx } from "../messages-deps.ts";
import { checkContent } from "../render/check-content.ts";
import { fieldsOf, variablesOf } from "../render/template-variables.ts";
import { exampleContent } from "./example-content.ts";
import * as store from "./templates.store.ts";

export type TemplatesDeps = Pick<MessagesDeps, "db" | "now" | "compileMjml">;

export async function listTemplates(
  deps: TemplatesDeps,
  access: Access,
  input: { search?: string | undefined; channel?: MessageChannel | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: TemplateSummary[]; next: string | null }> {
  requirePermission(access, "flows:read");
  const after = decodeCursor(input.cursor, z.tuple([z.string(), z.string()]));
  const rows = await store.listTemplateRows(deps.db, access.workspaceId, { ...input, after });
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined;
  return { items: rows.slice(0, input.limit).map(store.toSummary), next: last ? encodeCursor([last.name.toLowerCase(), last.key]) : null };
}

export async function getTemplate(deps: TemplatesDeps, access: Access, { key }: { key: string }): Promise<Template> {
  requirePermission(access, "flows:read");
  return shown(deps, access.workspaceId, key);
}

async function shown(deps: TemplatesDeps, workspaceId: string, key: string): Promise<Template> {
  const row = await store.findTemplate(deps.db, workspaceId, key);
  if (!row) throw noSuchTemplate(key);
  const { issues } = await checkContent(row.draft, deps.compileMjml);
  return {
    ...store.toSummary(row),
    draft: row.draft,
    published: row.published,
    revision: row.revision,
    variables: variablesOf(fieldsOf(row.draft).map(({ source }) => source)),
    issues,
  };
}

/** Makes a template, as a draft. Without a key its name gives one. */
export async function createTemplate(
  deps: TemplatesDeps,
  access: Access,
  input: {
    name: string;
    key?: string | undefined;
    description: string;
    draft?: TemplateContent | undefined;
    channel?: MessageChannel | undefined;
    copyOf?: string | undefined;
  },
): Promise<Template> {
  requirePermission(access, "flows:write");
  const { workspaceId, actor } = access;
  const key = await deps.db.transaction().execute(async (tx) => {
    const draft = input.draft ?? (await draftOf(tx, workspaceId, input.copyOf)) ?? exampleContent(input.channel ?? "email");
    for (const key of input.key === undefined ? keysFor(input.name) : [input.key]) {
      const made = await store.insertTemplate(tx, workspaceId, { ...input, key, draft }, { by: actor.name, at: new Date(deps.now()) });
      if (!made) continue;
      await recordAudit(tx, access, { action: "template.create", subject: key, details: { name: input.name, channel: draft.channel } });
      return key;
    }
    throw new ProductError("conflict", `There is a template ${JSON.stringify(input.key ?? input.name)} already.`, {
      issues: [{ field: "key", message: "is used by another template", accepted: "a key of its own" }],
    });
  });
  return shown(deps, workspaceId, key);
}

async function draftOf(tx: Tx, workspaceId: string, key: string | undefined): Promise<TemplateContent | null> {
  if (key === undefined) return null;
  const row = await store.findTemplate(tx, workspaceId, key);
  if (!row) throw noSuchTemplate(key);
  return row.draft;
}

function keysFor(name: string): string[] {
  const plain = plainKey(name, 90);
  const base = plain === "" ? "template" : plain;
  return [base, ...Array.from({ length: 50 }, (_, index) => `${base}-${index + 2}`)];
}

/** The template, held until the transaction ends; with a revision, only that one. */
async function hold(tx: Tx, workspaceId: string, key: string, revision: number | undefined): Promise<store.TemplateRow> {
  const row = await store.findTemplate(tx, workspaceId, key, { lock: true });
  if (!row) throw noSuchTemplate(key);
  if (revision !== undefined && revision !== row.revision)
    throw new ProductError("conflict", `${row.updatedBy} changed it meanwhile: it is at revision ${row.revision}.`);
  return row;
}

export async function updateTemplate(
  deps: TemplatesDeps,
  access: Access,
  input: {
    key: string;
    name?: string | undefined;
    description?: string | undefined;
    draft?: TemplateContent | undefined;
    revision?: number | undefined;
  },
): Promise<Template> {
  requirePermission(access, "flows:write");
  const { workspaceId, actor } = access;
  await deps.db.transaction().execute(async (tx) => {
    const row = await hold(tx, workspaceId, input.key, input.revision);
    if (input.draft && input.draft.channel !== row.channel)
      throw new ProductError("invalid_input", "The channel of a template stays what it is.", {
        issues: [{ field: "draft.channel", message: `is ${input.draft.channel}`, accepted: row.channel }],
      });
    const values = { name: input.name ?? row.name, description: input.description ?? row.description, draft: input.draft ?? row.draft };
    await store.changeTemplate(tx, workspaceId, input.key, values, { by: actor.name, at: new Date(deps.now()) });
    const details = {
      name: values.name,
      ...whatChanged(told(row), told(values), { secret: row.channel === "webhook" ? webhookSecrets : [] }),
    };
    await recordAudit(tx, access, { action: "template.update", subject: input.key, details });
  });
  return shown(deps, workspaceId, input.key);
}

/** What the audit log tells of a template: what it says in each language. */
const told = ({ name, description, draft: { fallback, locales } }: Pick<store.TemplateRow, "name" | "description" | "draft">) => ({
  name,
  description,
  fallback,
  languages: locales,
});
/** What other systems are called with may hold keys to them. */
const webhookSecrets = ["url", "headers", "body"];

/** From now on the draft is what is sent. @throws ProductError `invalid_input` with each error in it. */
export async function publishTemplate(
  deps: TemplatesDeps,
  access: Access,
  { key, revision }: { key: string; revision?: number | undefined },
): Promise<Template> {
  requirePermission(access, "flows:write");
  const { workspaceId, actor } = access;
  const seen = await store.findTemplate(deps.db, workspaceId, key);
  if (!seen) throw noSuchTemplate(key);
  const { issues, compiled } = await checkContent(seen.draft, deps.compileMjml);
  requireNoErrors(issues);
  await deps.db.transaction().execute(async (tx) => {
    const row = await hold(tx, workspaceId, key, revision ?? seen.revision);
    if (!row.hasChanges) return;
    await store.insertVersion(tx, workspaceId, key, { content: row.draft, compiled }, { by: actor.name, at: new Date(deps.now()) });
    const details = { name: row.name, ...whatChanged({ version: row.version }, { version: (row.version ?? 0) + 1 }) };
    await recordAudit(tx, access, { action: "template.publish", subject: key, details });
  });
  return shown(deps, workspaceId, key);
}

function requireNoErrors(issues: readonly TemplateIssue[]): void {
  const errors = issues.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  throw new ProductError("invalid_input", "It cannot be published as it is.", {
    issues: errors.map(({ field, line, message }) => ({
      field: `draft.${field}`,
      message: line === null ? message : `line ${line}: ${message}`,
    })),
  });
}

export async function deleteTemplate(deps: TemplatesDeps, access: Access, { key }: { key: string }): Promise<{ deleted: true }> {
  requirePermission(access, "flows:write");
  await deps.db.transaction().execute(async (tx) => {
    if (!(await store.removeTemplate(tx, access.workspaceId, key))) throw noSuchTemplate(key);
    await recordAudit(tx, access, { action: "template.delete", subject: key });
  });
  return { deleted: true };
}

export async function listVersions(deps: TemplatesDeps, access: Access, { key }: { key: string }): Promise<{ items: TemplateVersion[] }> {
  requirePermission(access, "flows:read");
  if (!(await store.findTemplate(deps.db, access.workspaceId, key))) throw noSuchTemplate(key);
  const rows = await store.readTemplateVersions(deps.db, access.workspaceId, key);
  return {
    items: rows.map(({ version, content, publishedAt, publishedBy }) => ({
      version,
      content,
      publishedAt: publishedAt.toISOString(),
      publishedBy,
    })),
  };
}
