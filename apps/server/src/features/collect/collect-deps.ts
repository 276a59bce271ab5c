import type { AcceptDeps } from "./accept-messages.ts";
import type { SourceFinder } from "./find-source.ts";
import type { InFlight } from "./in-flight.ts";

/** `publicUrl` is where SDKs reach this server; null means: wherever the request came to. */
export type CollectDeps = AcceptDeps & { sources: Pick<SourceFinder, "find">; publicUrl: () => string | null };

export type RouteDeps = CollectDeps & { inFlight: InFlight };
