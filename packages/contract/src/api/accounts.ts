import { z } from "zod";
import { interactionSchema } from "../interaction.ts";
import { accountId, pageInput, pageOf, route } from "./base.ts";
import { personSummarySchema, timelineFilterInput } from "./people.ts";

export const accountSummarySchema = z.object({
  id: accountId,
  key: z.string().describe("The groupId that sources use"),
  name: z.string().nullable(),
  people: z.number().int(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  traits: z.record(z.string(), z.unknown()),
});
export type AccountSummary = z.infer<typeof accountSummarySchema>;

const oneAccount = z.object({ id: accountId });

export const accountsContract = {
  list: route
    .route({ method: "GET", path: "/accounts", summary: "List accounts", tags: ["Accounts"] })
    .input(
      pageInput.extend({
        search: z.string().max(200).optional(),
        sort: z.enum(["lastSeen", "-lastSeen", "firstSeen", "-firstSeen", "name", "-name", "people", "-people"]).default("-lastSeen"),
      }),
    )
    .output(pageOf(accountSummarySchema).extend({ total: z.number().int() })),
  lookup: route
    .route({ method: "GET", path: "/accounts/lookup", summary: "Find an account by its key (groupId)", tags: ["Accounts"] })
    .input(z.object({ key: z.string().min(1) }))
    .output(accountSummarySchema),
  get: route
    .route({ method: "GET", path: "/accounts/{id}", summary: "Get an account", tags: ["Accounts"] })
    .input(oneAccount)
    .output(accountSummarySchema),
  people: route
    .route({ method: "GET", path: "/accounts/{id}/people", summary: "People of an account", tags: ["Accounts"] })
    .input(oneAccount.extend(pageInput.shape))
    .output(pageOf(personSummarySchema.extend({ role: z.string().nullable() }))),
  timeline: route
    .route({ method: "GET", path: "/accounts/{id}/timeline", summary: "An account's timeline, newest first", tags: ["Accounts"] })
    .input(oneAccount.extend(pageInput.shape).extend(timelineFilterInput.shape))
    .output(pageOf(interactionSchema)),
};
