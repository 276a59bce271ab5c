import type { TemplateContent, TemplatePreview } from "@throughline/contract";
import { isObject } from "@throughline/domain";
import { pathsOf, TemplateFault } from "./liquid.ts";

export type TemplateVariable = { path: string; guarded: boolean };
/** One text of a template: `field` such as `locales.en.subject`. */
export type TemplateField = { field: string; locale: string; name: string; source: string };

/** What the scope of a template can have. */
export const knownRoots = ["person", "account", "event", "flow", "workspace", "answers", "links"];

/** Every text of a template that is Liquid. */
export function fieldsOf(content: TemplateContent): TemplateField[] {
  return Object.entries(content.locales).flatMap(([locale, parts]) =>
    Object.entries(parts as Record<string, unknown>).flatMap(([name, value]) => {
      const field = `locales.${locale}.${name}`;
      if (typeof value === "string") return name === "method" ? [] : [{ field, locale, name, source: value }];
      if (!isObject(value)) return [];
      return Object.entries(value).map(([header, source]) => ({ field: `${field}.${header}`, locale, name, source: String(source) }));
    }),
  );
}

/**
 * The variables that these texts read, by path. One is guarded where the template gives it a default, or asks for it in a condition: its author thought of people who lack it.
 * What is read by a computed name is known up to there. Texts that are no Liquid are left out.
 */
export function variablesOf(sources: readonly string[]): TemplateVariable[] {
  const found = new Map<string, boolean>();
  for (const source of sources) {
    for (const segments of pathsSafely(source)) {
      const end = segments.findIndex((segment) => typeof segment !== "string");
      const path = (end === -1 ? segments : segments.slice(0, end)).join(".");
      if (path !== "") found.set(path, found.get(path) === true || isGuarded(source, path));
    }
  }
  return [...found].map(([path, guarded]) => ({ path, guarded })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function pathsSafely(source: string): unknown[][] {
  try {
    return source.includes("{") ? pathsOf(source) : [];
  } catch (error) {
    if (error instanceof TemplateFault) return [];
    throw error;
  }
}

function isGuarded(source: string, path: string): boolean {
  const name = `(?<![\\w.])${path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w.])`;
  return (
    new RegExp(`\\{%-?\\s*(if|unless|elsif|case)\\b[^%]*${name}`).test(source) ||
    new RegExp(`\\{\\{-?\\s*${name}[^}]*\\|\\s*default\\s*:`).test(source)
  );
}

/** What each variable is for one person. Missing: not there, null or an empty text. */
export function lookUp(variables: readonly TemplateVariable[], scope: Record<string, unknown>): TemplatePreview["variables"] {
  return variables.map((variable) => {
    const value = variable.path
      .split(".")
      .reduce<unknown>((at, name) => (isObject(at) ? at[name] : Array.isArray(at) && name === "size" ? at.length : undefined), scope);
    return { ...variable, value: value ?? null, missing: value === undefined || value === null || value === "" };
  });
}
