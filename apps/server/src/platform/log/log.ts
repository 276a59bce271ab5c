/** One entry of the log: what a source sent (checked) or what could not be used, with where it came from. Times are ms since 1970. */
export type LogBlock<Entry> = { partition: number; position: bigint; entries: Entry[] };

/**
 * The durable log between collecting and processing. Small, so that another log can stand behind it: entries are appended to partitions, read back
 * in order by position, and the position moves in the transaction that processed them.
 */
export type Log<Entry> = {
  /** Resolves when all entries are durable. Throws `unavailable` when the log is too far behind or too much waits to be written. */
  append(entries: { key: string; entry: Entry }[]): Promise<void>;
  /** Waits until what has been handed over is durable, and takes no more. */
  close(): Promise<void>;
};

/** How far processing is behind: entries appended but not processed, and the age of the oldest of them. */
export type LogLag = { events: number; seconds: number };
