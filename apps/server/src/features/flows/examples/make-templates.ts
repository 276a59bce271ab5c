import { ProductError } from "@throughline/contract";
import type { Access } from "../../../platform/auth/access.ts";
import { createTemplate, publishTemplate, type TemplatesDeps } from "../../messages/index.ts";
import { readyFlows } from "./ready-flows.ts";

/** Makes and publishes the templates that a ready flow sends; those that are there under the same key stay as they are. Gives the keys of those that were made. */
export async function makeExampleTemplates(deps: TemplatesDeps, access: Access, example: string): Promise<string[]> {
  const made: string[] = [];
  for (const { key, name, description, content } of readyFlows.find((flow) => flow.key === example)?.templates ?? []) {
    try {
      await createTemplate(deps, access, { key, name, description, draft: content });
    } catch (error) {
      if (error instanceof ProductError && error.code === "conflict") continue;
      throw error;
    }
    await publishTemplate(deps, access, { key });
    made.push(key);
  }
  return made;
}
