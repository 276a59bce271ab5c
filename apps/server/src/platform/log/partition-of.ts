/** How many partitions the log has: the most pipeline processes that can share the work. Fixed by the schema (log_partition). */
export const partitionCount = 4;

/** The partition of a key (workspace and user or device): FNV-1a over UTF-16 units, so that all events of one of them are processed in order. */
export function partitionOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % partitionCount;
}
