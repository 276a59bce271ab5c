import type { Db } from "./imports.store.ts";

/** `dataDir` is where files lie, shared by the processes that take uploads and those that read them; `wake` tells the runner that there is work. */
export type ImportsDeps = { db: Db; dataDir: string; now: () => number; wake: () => void };
