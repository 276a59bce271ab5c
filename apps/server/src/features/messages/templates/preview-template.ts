import { ProductError, parsePersonId, type TemplateContent, type TemplateIssue, type TemplatePreview } from "@throughline/contract";
import { sql } from "kysely";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import { noSuchTemplate, type MessagesDeps } from "../messages-deps.ts";
import { checkContent } from "../render/check-content.ts";
import { TemplateFault } from "../render/liquid.ts";
import { loadEventAccounts } from "../render/load-event-accounts.ts";
import { loadRecipients, type Recipient } from "../render/load-recipients.ts";
import { renderContent } from "../render/render-content.ts";
import { fieldsOf, lookUp, variablesOf } from "../render/template-variables.ts";
import { chooseLocale } from "../render/locale.ts";
import { linksOf, scopeOf } from "../sending/prepare-messages.ts";
import { findTemplate, findVersion } from "./templates.store.ts";

export type PreviewDeps = Pick<MessagesDeps, "db" | "now" | "keys" | "publicUrl" | "compileMjml">;
export type PreviewInput = {
  key?: string | undefined;
  version?: number | undefined;
  content?: TemplateContent | undefined;
  person?: string | undefined;
  locale?: string | undefined;
  context: Record<string, unknown>;
};

/** What a person would get, what the template reads, and what they lack. Nothing is sent and nothing is kept. */
export async function previewTemplate(deps: PreviewDeps, access: Access, input: PreviewInput): Promise<TemplatePreview> {
  requirePermission(access, "flows:read");
  if (input.person !== undefined) requirePermission(access, "people:read");
  return (await renderFor(deps, access.workspaceId, input)).preview;
}

/** The preview, and the person whom it is for. */
export async function renderFor(
  deps: PreviewDeps,
  workspaceId: string,
  input: PreviewInput,
): Promise<{ preview: TemplatePreview; recipient: Recipient | null }> {
  const content = await contentOf(deps, workspaceId, input);
  const recipient = await recipientOf(deps, workspaceId, input.person);
  const { issues, compiled } = await checkContent(content, deps.compileMjml);
  const { rows } = await sql<{ name: string }>`SELECT name FROM workspace WHERE id = ${workspaceId}`.execute(deps.db);
  const links = linksOf(deps, { workspaceId, profileId: recipient?.personId ?? "0", id: null });
  const account = (await loadEventAccounts(deps.db, workspaceId, [input.context]))(input.context);
  const scope = scopeOf({ recipient, workspace: rows[0]?.name ?? "", account, context: input.context, links });
  const wanted = input.locale ?? recipient?.locale ?? null;
  const locale = chooseLocale(wanted, Object.keys(content.locales), content.fallback);
  const fields = fieldsOf(content).filter((field) => field.locale === locale);
  const variables = lookUp(variablesOf(fields.map(({ source }) => source)), scope);
  const lacking: TemplateIssue[] = variables
    .filter(({ missing, guarded }) => missing && !guarded)
    .map(({ path }) => ({
      severity: "warning",
      code: "missing_variable",
      field: fields.find(({ source }) => source.includes(path))?.field ?? `locales.${locale}`,
      line: null,
      message: `${recipient ? "The person" : "Whoever gets it"} has no ${path}, and there is no default.`,
    }));
  try {
    return {
      preview: { rendered: renderContent({ content, compiled, locale: wanted, scope }), issues: [...issues, ...lacking], variables },
      recipient,
    };
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const known = issues.some(({ severity }) => severity === "error");
    const fault: TemplateIssue = {
      severity: "error",
      code: "syntax",
      field: `locales.${locale}`,
      line: error.line,
      message: error.message,
    };
    return { preview: { rendered: null, issues: [...issues, ...(known ? [] : [fault]), ...lacking], variables }, recipient };
  }
}

async function contentOf({ db }: PreviewDeps, workspaceId: string, { key, version, content }: PreviewInput): Promise<TemplateContent> {
  if (content) return content;
  if (key === undefined)
    throw new ProductError("invalid_input", "There is nothing to render.", {
      issues: [{ field: "key", message: "is missing", accepted: "the key of a template, or content" }],
    });
  const template = await findTemplate(db, workspaceId, key);
  if (!template) throw noSuchTemplate(key);
  if (version === undefined) return template.draft;
  const found = await findVersion(db, workspaceId, key, version);
  if (!found) throw new ProductError("not_found", `The template ${JSON.stringify(key)} has no version ${version}.`);
  return found.content;
}

async function recipientOf({ db, now }: PreviewDeps, workspaceId: string, person: string | undefined): Promise<Recipient | null> {
  const profileId = person === undefined ? null : parsePersonId(person);
  if (profileId === null) return null;
  const recipient = (await loadRecipients(db, workspaceId, [{ profileId, at: new Date(now()) }])).get(profileId);
  if (!recipient) throw new ProductError("not_found", "There is no such person in this workspace.");
  return recipient;
}
