/** Something that is wrong now, in a sentence, with the place to look into it. */
export type Problem = { code: string; severity: "info" | "warning" | "critical"; text: string; link: string | null };
