import type { Touch } from "@throughline/contract";
import { FlowMessagePreview } from "./flow-message-preview.tsx";
import { stepOfTouch } from "./step-of-touch.ts";

/** What would be sent if this touch were allowed, as its person gets it. Nothing for touches that are no message of a flow. */
export function TouchPreview({ touch, personId }: { touch: Pick<Touch, "id" | "flow">; personId: string }) {
  const from = touch.flow === undefined ? null : stepOfTouch(touch.id);
  return from === null ? null : <FlowMessagePreview {...from} personId={personId} />;
}
