import { z } from "zod";
import { permissionSchema, roleSchema } from "../roles.ts";
import { pageInput, pageOf, route, uuid } from "./base.ts";

export const workspaceSchema = z.object({
  id: uuid,
  slug: z.string(),
  name: z.string(),
  timezone: z.string(),
  isSample: z.boolean(),
  createdAt: z.string(),
});
export const memberSchema = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  twoFactor: z.boolean(),
  joinedAt: z.string(),
});
export const apiKeySchema = z.object({
  id: uuid,
  name: z.string(),
  start: z.string().describe("The first characters, to recognise it"),
  scopes: z.array(permissionSchema),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
const auditSchema = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});

export const workspaceContract = {
  session: route.route({ method: "GET", path: "/session", summary: "Who is calling, and what they may do", tags: ["Workspace"] }).output(
    z.object({
      user: z.object({ id: z.string(), name: z.string(), email: z.string(), twoFactor: z.boolean() }).nullable(),
      workspace: workspaceSchema,
      role: roleSchema.nullable(),
      permissions: z.array(permissionSchema),
      workspaces: z.array(workspaceSchema.pick({ id: true, slug: true, name: true, isSample: true })),
      needsSetup: z.boolean().describe("No source of this workspace has received anything yet"),
    }),
  ),
  update: route
    .route({ method: "PATCH", path: "/workspace", summary: "Change the workspace", tags: ["Workspace"] })
    .input(z.object({ name: z.string().trim().min(1).max(80).optional(), timezone: z.string().optional() }))
    .output(workspaceSchema),
  create: route
    .route({
      method: "POST",
      path: "/workspaces",
      summary: "Create a workspace owned by the caller",
      tags: ["Workspace"],
      successStatus: 201,
    })
    .input(
      z.object({
        name: z.string().trim().min(1).max(80),
        timezone: z.string().default("UTC"),
        sample: z.boolean().default(false).describe("Fill it with the sample company"),
      }),
    )
    .output(workspaceSchema),
  members: {
    list: route.route({ method: "GET", path: "/members", summary: "List members and invitations", tags: ["Workspace"] }).output(
      z.object({
        items: z.array(memberSchema),
        invitations: z.array(z.object({ id: z.string(), email: z.string(), role: roleSchema, expiresAt: z.string() })),
      }),
    ),
    invite: route
      .route({
        method: "POST",
        path: "/members/invite",
        summary: "Invite a person; gives the link, and mails it when mail is set up",
        tags: ["Workspace"],
        successStatus: 201,
      })
      .input(z.object({ email: z.email(), role: roleSchema }))
      .output(z.object({ id: z.string(), email: z.string(), role: roleSchema, link: z.string(), mailed: z.boolean() })),
    cancelInvite: route
      .route({ method: "DELETE", path: "/members/invite/{id}", summary: "Take an invitation back", tags: ["Workspace"] })
      .input(z.object({ id: z.string() }))
      .output(z.object({ cancelled: z.literal(true) })),
    setRole: route
      .route({ method: "PATCH", path: "/members/{id}", summary: "Change a member's role", tags: ["Workspace"] })
      .input(z.object({ id: z.string(), role: roleSchema }))
      .output(memberSchema),
    remove: route
      .route({ method: "DELETE", path: "/members/{id}", summary: "Remove a member", tags: ["Workspace"] })
      .input(z.object({ id: z.string() }))
      .output(z.object({ removed: z.literal(true) })),
  },
  apiKeys: {
    list: route
      .route({ method: "GET", path: "/api-keys", summary: "List API keys", tags: ["Workspace"] })
      .output(z.object({ items: z.array(apiKeySchema) })),
    create: route
      .route({
        method: "POST",
        path: "/api-keys",
        summary: "Create an API key; the key itself is shown once",
        tags: ["Workspace"],
        successStatus: 201,
      })
      .input(
        z.object({
          name: z.string().trim().min(1).max(80),
          scopes: z.array(permissionSchema).min(1),
          expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
        }),
      )
      .output(apiKeySchema.extend({ key: z.string() })),
    revoke: route
      .route({ method: "DELETE", path: "/api-keys/{id}", summary: "Revoke an API key", tags: ["Workspace"] })
      .input(z.object({ id: uuid }))
      .output(z.object({ revoked: z.literal(true) })),
  },
  audit: route
    .route({ method: "GET", path: "/audit", summary: "Who did what", tags: ["Workspace"] })
    .input(pageInput.extend({ action: z.string().optional() }))
    .output(pageOf(auditSchema)),
};
