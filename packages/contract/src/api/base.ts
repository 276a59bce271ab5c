import { oc } from "@orpc/contract";
import { z } from "zod";

/** Every procedure starts here. Errors travel as {@link ErrorBody}; the closed list is in `errors.ts`. */
export const route = oc;

/** Pages: `cursor` is opaque, `next` is null at the end. */
export const pageInput = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

export const isoTime = z.iso.datetime({ offset: true });
/** A moment; a day is its first, in UTC. */
export const isoMoment = z.union([z.iso.date(), isoTime], {
  error: "must be an ISO 8601 time such as 2026-03-10T12:00:00Z, or a day such as 2026-03-10",
});
export const personId = z.string().regex(/^p_[0-7][0-9a-f]{15}$/, "a person id such as p_0123456789abcdef");
export const accountId = z.string().regex(/^a_[0-7][0-9a-f]{15}$/, "an account id such as a_0123456789abcdef");
export const uuid = z.uuid();
