/** A pattern for LIKE and ILIKE that holds for whatever contains exactly this text; without text, for everything. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;
