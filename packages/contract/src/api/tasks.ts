import { z } from "zod";
import { accountId, isoMoment, pageInput, pageOf, personId, route, uuid } from "./base.ts";

export const taskStates = ["open", "done", "cancelled"] as const;
export const taskPriorities = ["low", "normal", "high", "urgent"] as const;
/** Who made it. `sample` tasks are part of the sample company. */
export const taskOrigins = ["manual", "api", "arbiter", "flow", "sample"] as const;
export const taskStateSchema = z.enum(taskStates);
export const taskPrioritySchema = z.enum(taskPriorities);
export type TaskState = z.infer<typeof taskStateSchema>;
export type TaskPriority = z.infer<typeof taskPrioritySchema>;
export type TaskOrigin = (typeof taskOrigins)[number];

/** What a task can end with where it does not say. */
export const defaultOutcomes = ["Settled", "Could not reach them", "Nothing to do"] as const;

const title = z.string().trim().min(1, "must not be empty").max(200);
const why = z.string().trim().max(4000);
const note = z.string().trim().max(2000);
const link = z
  .string()
  .max(2000)
  .regex(/^(\/(?!\/)|https?:\/\/)\S*$/, "a path of the console such as /journeys/onboarding, or an http or https address");
const outcomes = z
  .array(z.string().trim().min(1).max(60))
  .min(1)
  .max(10)
  .refine((names) => new Set(names.map((name) => name.toLowerCase())).size === names.length, "each outcome may be there once");

/** What to know before beginning: where it comes from, and facts that show it. */
export const taskContextSchema = z.strictObject({
  journey: z
    .strictObject({ key: z.string().min(1).max(100), stage: z.string().max(200).nullable().default(null) })
    .nullable()
    .default(null),
  interaction: z
    .strictObject({ id: z.guid(), at: z.iso.datetime() })
    .nullable()
    .default(null)
    .describe("An entry of the person's timeline; its id is derived, not drawn"),
  evidence: z
    .array(z.strictObject({ text: z.string().trim().min(1).max(500), link: link.nullable().default(null) }))
    .max(20)
    .default([]),
});
export type TaskContext = z.infer<typeof taskContextSchema>;

const member = z.object({ userId: uuid, name: z.string() });
export const taskSchema = z.object({
  id: uuid,
  title: z.string(),
  why: z.string(),
  person: z
    .object({
      id: personId,
      name: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      userId: z.string().nullable(),
    })
    .nullable(),
  account: z.object({ id: accountId, key: z.string(), name: z.string().nullable() }).nullable().describe("Its own, else the person's"),
  context: taskContextSchema,
  assignee: member.nullable().describe("null: nobody; also when they left the workspace"),
  due: z.string().nullable(),
  overdue: z.boolean(),
  priority: taskPrioritySchema,
  state: taskStateSchema,
  outcomes: z.array(z.string()).describe("What it can end with"),
  outcome: z.string().nullable(),
  note: z.string().describe("What was said when it was closed"),
  origin: z.object({
    kind: z.enum(taskOrigins),
    ref: z.string().nullable().describe("Which flow, decision or program, in its own words"),
  }),
  key: z.string().nullable().describe("Given by its maker: one task for each key"),
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().nullable(),
  closedBy: z.string().nullable(),
  revision: z.number().int().describe("Grows with each change"),
});
export type Task = z.infer<typeof taskSchema>;

export const taskChanges = ["created", "edited", "assigned", "due", "priority", "done", "cancelled", "reopened"] as const;
export const taskEventSchema = z.object({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  change: z.enum(taskChanges),
  from: z.string().nullable(),
  to: z.string().nullable().describe("The assignee's name, the due time, the priority, the outcome, or which fields were edited"),
  note: z.string(),
});
export type TaskEvent = z.infer<typeof taskEventSchema>;
export const taskDetailsSchema = taskSchema.extend({ history: z.array(taskEventSchema).describe("Newest first") });
export type TaskDetails = z.infer<typeof taskDetailsSchema>;

const fields = {
  title,
  why,
  person: personId.nullable(),
  account: accountId.nullable(),
  context: taskContextSchema,
  assignee: z
    .union([z.literal("me"), uuid])
    .nullable()
    .describe("A member who may work tasks, by user id; `me` for who asks"),
  due: isoMoment.nullable(),
  priority: taskPrioritySchema,
  outcomes,
};
const noContext: TaskContext = { journey: null, interaction: null, evidence: [] };
const one = z.object({ id: uuid });
const editedRevision = z.coerce
  .number()
  .int()
  .optional()
  .describe("The revision that was looked at; with another one there the answer is `conflict`");
const closing = { note: note.default(""), revision: editedRevision };
const tags = ["Tasks"];

export const taskSorts = [
  "due",
  "-due",
  "priority",
  "-priority",
  "createdAt",
  "-createdAt",
  "closedAt",
  "-closedAt",
  "title",
  "-title",
] as const;

export const tasksContract = {
  list: route
    .route({ method: "GET", path: "/tasks", summary: "List tasks", tags })
    .input(
      pageInput.extend({
        search: z.string().max(200).optional().describe("Part of the title, the reason, the person, the account or the assignee"),
        state: taskStateSchema.optional(),
        closed: z.literal("true").optional().describe("Done or cancelled"),
        assignee: z
          .string()
          .max(400)
          .regex(/^(me|nobody|[0-9a-f-]{36})(,(me|nobody|[0-9a-f-]{36}))*$/i, "me, nobody or user ids, separated by commas")
          .optional(),
        overdue: z.literal("true").optional(),
        priority: taskPrioritySchema.optional(),
        origin: z.enum(taskOrigins).optional(),
        person: personId.optional(),
        account: accountId.optional().describe("About the account, or about a person whose account it is"),
        sort: z.enum(taskSorts).default("due"),
      }),
    )
    .output(pageOf(taskSchema).extend({ total: z.number().int() })),
  counts: route.route({ method: "GET", path: "/tasks/counts", summary: "How many open tasks there are", tags }).output(
    z.object({
      open: z.number().int(),
      mine: z.number().int(),
      unassigned: z.number().int(),
      overdue: z.number().int(),
      mineOverdue: z.number().int(),
    }),
  ),
  get: route
    .route({ method: "GET", path: "/tasks/{id}", summary: "Get a task with its history", tags })
    .input(one)
    .output(taskDetailsSchema),
  create: route
    .route({
      method: "POST",
      path: "/tasks",
      summary: "Create a task; with a key that was used before, gives that task",
      tags,
      successStatus: 201,
    })
    .input(
      z.strictObject({
        title: fields.title,
        why: fields.why.default(""),
        person: fields.person.default(null),
        account: fields.account.default(null),
        context: fields.context.default(noContext),
        assignee: fields.assignee.default(null),
        due: fields.due.default(null),
        priority: fields.priority.default("normal"),
        outcomes: fields.outcomes.default([...defaultOutcomes]),
        key: z.string().min(1).max(200).optional(),
        ref: z.string().max(200).optional().describe("Which program made it, in its own words"),
      }),
    )
    .output(taskDetailsSchema),
  update: route
    .route({ method: "PATCH", path: "/tasks/{id}", summary: "Change, assign or postpone an open task", tags })
    .input(one.extend(z.object(fields).partial().shape).extend({ revision: editedRevision }))
    .output(taskDetailsSchema),
  done: route
    .route({ method: "POST", path: "/tasks/{id}/done", summary: "Finish a task with one of its outcomes", tags })
    .input(one.extend({ outcome: z.string().min(1).max(60), ...closing }))
    .output(taskDetailsSchema),
  cancel: route
    .route({ method: "POST", path: "/tasks/{id}/cancel", summary: "Cancel a task", tags })
    .input(one.extend(closing))
    .output(taskDetailsSchema),
  reopen: route
    .route({ method: "POST", path: "/tasks/{id}/reopen", summary: "Open a closed task again", tags })
    .input(one.extend(closing))
    .output(taskDetailsSchema),
};
