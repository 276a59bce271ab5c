import { Builder } from "./build/builder.tsx";
import { useFlow } from "./use-flow.ts";

/** A flow, drawn and edited. */
export function BuildPage() {
  const flow = useFlow();
  return <Builder key={flow.key} flow={flow} />;
}
