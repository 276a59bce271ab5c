import { renderLiquid } from "../messages/index.ts";
import { contextOf } from "./context-of-run.ts";
import type { Asked, Session } from "./session.ts";

/** What a Liquid text of a step says about a person. @throws TemplateFault */
export function renderWords(session: Session, one: Asked, text: string, mode: "text" | "json" = "text"): string {
  const view = session.personOf(one.work.personId)?.view;
  const account = view?.accounts[0];
  return renderLiquid(text, mode, {
    ...contextOf(one),
    person: { ...view?.traits, id: view?.id, traits: view?.traits ?? {} },
    account: account ? { ...account.traits, key: account.key, name: account.name } : null,
  });
}
