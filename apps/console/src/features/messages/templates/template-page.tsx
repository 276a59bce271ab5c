import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "../../../app/api.ts";
import { EngageSection } from "../../engage/index.ts";
import { TemplateEditor } from "./template-editor.tsx";

/** One template: what it says in each language, beside how a given person gets it. */
export function TemplatePage() {
  const { templateKey = "" } = useParams({ strict: false });
  const { data } = useSuspenseQuery(api.messages.template.queryOptions({ input: { key: templateKey } }));
  return (
    <EngageSection>
      <TemplateEditor key={data.key} template={data} />
    </EngageSection>
  );
}
