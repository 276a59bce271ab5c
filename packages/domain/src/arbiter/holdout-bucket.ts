/** FNV-1a over UTF-16 units, 32 bits. */
function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Where in 0…1 an id falls under a seed: GrowthBook's version 2, `fnv32a(str(fnv32a(seed + id))) % 10000 / 10000`. */
export const bucketOf = (seed: string, id: string): number => (fnv32a(String(fnv32a(seed + id))) % 10_000) / 10_000;

/** Whether a person is held out of everything (`scope` "") or of one flow. Another seed for each workspace and scope: who is left alone by one is not by all. */
export const drawHoldout = (draw: { workspaceId: string; personId: string; scope: string; share: number }): boolean =>
  bucketOf(`holdout ${draw.workspaceId} ${draw.scope}`, draw.personId) < draw.share;
