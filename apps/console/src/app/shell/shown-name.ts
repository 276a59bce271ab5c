/** The workspace's name where a mark beside it says that it holds sample data: there the name need not say it again. */
export function shownName({ name, isSample }: { name: string; isSample: boolean }): string {
  return isSample ? name.replace(/ \(sample data\)$/i, "") : name;
}
