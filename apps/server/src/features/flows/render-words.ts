import { isObject } from "@throughline/domain";
import { contextOf } from "./ask-outside.ts";
import type { Asked, Session } from "./session.ts";

/** Puts what is known into a text: `{{ person.name | default: "there" }}`. What is not known is left out. */
export function renderWords(session: Session, one: Asked, text: string): string {
  if (!text.includes("{{")) return text;
  const { view } = session.personOf(one.work.personId) ?? { view: null };
  const account = view?.accounts[0];
  const scope = {
    ...contextOf(one),
    person: { ...view?.traits, id: view?.id },
    account: account ? { ...account.traits, key: account.key, name: account.name } : {},
  };
  return text.replaceAll(
    /\{\{\s*([\w.$-]+)\s*(?:\|\s*default:\s*(?:"([^"]*)"|'([^']*)')\s*)?\}\}/g,
    (_all, path: string, double?: string, single?: string) => {
      const value = path.split(".").reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), scope);
      if (value === undefined || value === null || value === "") return double ?? single ?? "";
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    },
  );
}
