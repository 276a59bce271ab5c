import { z } from "zod";
import { querySchema } from "../query/query.ts";
import { route } from "./base.ts";

export const askAnswerSchema = z.discriminatedUnion("understood", [
  z.object({
    understood: z.literal(true),
    query: querySchema,
    readAs: z
      .array(z.object({ said: z.string(), means: z.string() }))
      .describe("Words of the question that name an interaction, and which"),
    by: z.enum(["grammar", "model"]),
  }),
  z.object({
    understood: z.literal(false),
    words: z.array(z.string()).describe("Words without a meaning here"),
    reason: z.string(),
    suggestions: z.array(z.string()),
  }),
]);
export type AskAnswer = z.infer<typeof askAnswerSchema>;

export const askContract = {
  ask: route
    .route({ method: "POST", path: "/ask", summary: "A question in plain words as a query, or why it is declined", tags: ["Insights"] })
    .input(z.object({ question: z.string().trim().min(1).max(500) }))
    .output(askAnswerSchema),
  examples: route
    .route({ method: "GET", path: "/ask/examples", summary: "Questions that this workspace can answer", tags: ["Insights"] })
    .output(z.object({ items: z.array(z.string()) })),
};
