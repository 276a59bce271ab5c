import { z } from "zod";
import type { Parsed } from "./setting.ts";
import { isTimeZone } from "./time-zone.ts";

const key = (prefix: string) =>
  z
    .string()
    .max(128)
    .regex(new RegExp(`^${prefix}[A-Za-z0-9_-]+$`), `must start with ${prefix} and hold letters, digits, - and _ alone`);

const bootstrapSchema = z.strictObject({
  workspace: z
    .string()
    .max(40)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters, digits and single hyphens, as acme-europe"),
  name: z.string().trim().min(1).max(80).optional(),
  timezone: z.string().refine(isTimeZone, "must be a time zone such as Europe/Paris").optional(),
  writeKey: key("wk_").optional(),
  apiKey: key("tl_").optional(),
  owner: z
    .strictObject({
      email: z.email("must be an e-mail address"),
      password: z.string().min(8, "must have at least 8 characters").max(128),
      name: z.string().trim().min(1).max(80).optional(),
    })
    .optional(),
});

/** A workspace to set up at start, when it does not exist yet. */
export type Bootstrap = z.infer<typeof bootstrapSchema>;

/** Reads the JSON of `THROUGHLINE_BOOTSTRAP`. Problems name the field and never repeat its value: it holds secrets. */
export function parseBootstrap(text: string): Parsed<Bootstrap | null> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problems: ['must be JSON, as {"workspace":"acme"}'] };
  }
  const result = bootstrapSchema.safeParse(json);
  if (result.success) return { value: result.data };
  return { problems: result.error.issues.map((issue) => [issue.path.join("."), issue.message].filter(Boolean).join(": ")) };
}
