import { CodeBlock } from "../../ui/code-block.tsx";
import type { Sdk } from "../welcome/index.ts";

/** What to put where, with this source's key and this server's address filled in. */
export function Snippets({ sdk, writeKey }: { sdk: Sdk; writeKey: string }) {
  return sdk
    .snippets({ writeKey, host: window.location.origin })
    .map(({ title, code }) => <CodeBlock key={title} title={title} label={`${sdk.label}: ${title}`} code={code} />);
}
