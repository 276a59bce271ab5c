import type { Setting } from "./setting.ts";
import { settingTable } from "./setting-table.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");

function row(setting: Setting<unknown>): string {
  const fallback =
    setting.fallbackText ?? `\`${typeof setting.fallback === "boolean" ? (setting.fallback ? "on" : "off") : String(setting.fallback)}\``;
  const doc = setting.secret ? `${setting.doc} Secret: never logged.` : setting.doc;
  return `| \`${setting.name}\` | ${[setting.type, fallback, doc, `\`${setting.example}\``].map(cell).join(" | ")} |`;
}

/** The reference page of all settings, in Markdown. */
export function settingsPage(): string {
  return [
    "# Settings",
    "",
    "<!-- Written by scripts/generate-docs.mjs from apps/server/src/platform/config/setting-table.ts. Do not edit. -->",
    "",
    "Throughline reads its settings from environment variables. Each has a default, so none is needed to start. A setting that cannot be used,",
    "or a `THROUGHLINE_…` name that does not exist, stops the start with a list of everything that is wrong and exit code 1.",
    "",
    "| name | accepts | default | what it does | example |",
    "|---|---|---|---|---|",
    ...Object.values(settingTable).map((setting) => row(setting as Setting<unknown>)),
    "",
  ].join("\n");
}
