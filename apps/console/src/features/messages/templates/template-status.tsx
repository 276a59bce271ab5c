import type { TemplateSummary } from "@throughline/contract";
import { Status } from "../../../ui/chip.tsx";

/** Whether it can be sent, and whether what is edited differs from what is sent. */
export function TemplateStatus({ template: { version, hasChanges } }: { template: Pick<TemplateSummary, "version" | "hasChanges"> }) {
  if (version === null) return <Status tone="neutral">Draft, never published</Status>;
  return hasChanges ? <Status tone="warn">Version {version}, changed since</Status> : <Status tone="good">Version {version}</Status>;
}
