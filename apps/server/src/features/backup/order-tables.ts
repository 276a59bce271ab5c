import { BackupError } from "./archive-format.ts";

/** Tables so that each comes after those that it refers to: in this order rows can be loaded with foreign keys in force. A table may refer to itself. */
export function orderTables<Table extends { name: string }>(
  tables: readonly Table[],
  references: readonly { from: string; to: string }[],
): Table[] {
  const ordered: Table[] = [];
  const placed = new Set<string>();
  const present = new Set(tables.map(({ name }) => name));
  let left = [...tables];
  while (left.length > 0) {
    const isFree = ({ name }: Table) =>
      references.every(({ from, to }) => from !== name || to === name || placed.has(to) || !present.has(to));
    const free = left.filter(isFree);
    if (free.length === 0)
      throw new BackupError(
        `The tables ${left.map(({ name }) => name).join(", ")} refer to each other in a circle, so there is no order to load them in.`,
      );
    for (const table of free) placed.add(table.name);
    ordered.push(...free);
    left = left.filter(({ name }) => !placed.has(name));
  }
  return ordered;
}
