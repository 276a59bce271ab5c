import type { TemplateContent, TemplateIssue } from "@throughline/contract";
import { parseLiquid, TemplateFault } from "./liquid.ts";
import type { MjmlCompiler } from "./compile-mjml.ts";
import { fieldsOf, knownRoots, variablesOf, type TemplateField } from "./template-variables.ts";

export type CheckedContent = {
  issues: TemplateIssue[];
  /** Of e-mail, by language: HTML with Liquid in it. */ compiled: Record<string, string>;
};

const issue = (more: Partial<TemplateIssue> & Pick<TemplateIssue, "code" | "field" | "message">): TemplateIssue => ({
  severity: "error",
  line: null,
  ...more,
});
/** Without these there is nothing to send. */
const needed = new Set(["subject", "mjml", "title"]);
const neededText = new Set<TemplateContent["channel"]>(["sms", "push", "in_app"]);

/** What is wrong with a template whoever gets it, and its MJML as HTML. */
export async function checkContent(content: TemplateContent, compile: MjmlCompiler["compile"]): Promise<CheckedContent> {
  const fields = fieldsOf(content);
  const issues = fields.flatMap((field) => [...checkNeeded(content.channel, field), ...checkSyntax(field), ...checkRoots(field)]);
  const compiled: Record<string, string> = {};
  for (const { field, locale, source } of fields.filter(({ name }) => name === "mjml")) {
    const { html, problems } = await compile(source);
    for (const { line, message } of problems)
      issues.push(issue({ code: "mjml", severity: html === null ? "error" : "warning", field, line, message }));
    if (html === null) continue;
    compiled[locale] = html;
    if (!/links\.(unsubscribe|preferences)\b/.test(source))
      issues.push(
        issue({
          code: "missing_unsubscribe",
          severity: "warning",
          field,
          message:
            "It has no link to links.unsubscribe or links.preferences: unless the message is transactional, one is added at its end.",
        }),
      );
  }
  return { issues, compiled };
}

function checkNeeded(channel: TemplateContent["channel"], { field, name, source }: TemplateField): TemplateIssue[] {
  const isNeeded = needed.has(name) || (name === "text" && neededText.has(channel)) || (name === "url" && channel === "webhook");
  return isNeeded && source.trim() === "" ? [issue({ code: "empty", field, message: "It is empty." })] : [];
}

function checkSyntax({ field, source }: TemplateField): TemplateIssue[] {
  try {
    parseLiquid(source, "text");
    return [];
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    return [issue({ code: "syntax", field, line: error.line, message: error.message })];
  }
}

const checkRoots = ({ field, source }: TemplateField): TemplateIssue[] =>
  variablesOf([source])
    .filter(({ path }) => !knownRoots.includes(path.split(".", 1)[0] as string))
    .map(({ path }) =>
      issue({
        code: "unknown_variable",
        severity: "warning",
        field,
        message: `There is no ${path}: variables begin with ${knownRoots.join(", ")}.`,
      }),
    );
