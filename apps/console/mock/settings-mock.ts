import type { Permission, Role } from "@throughline/contract";
import { api, fail, found, pageOf } from "./base.ts";

type Member = { id: string; userId: string; name: string; email: string; role: Role; twoFactor: boolean; joinedAt: string };
type Key = {
  id: string;
  name: string;
  start: string;
  scopes: Permission[];
  createdAt: string;
  createdBy: string | null;
  lastUsedAt: string | null;
  expiresAt: string | null;
};

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const members: Member[] = [
  { id: "m1", userId: "u1", name: "Maria Torres", email: "maria@example.com", role: "owner", twoFactor: false, joinedAt: ago(200) },
  { id: "m2", userId: "u2", name: "Jonas Berg", email: "jonas.berg@example.com", role: "admin", twoFactor: true, joinedAt: ago(190) },
  { id: "m3", userId: "u3", name: "Aisha Khan", email: "aisha.khan@example.com", role: "editor", twoFactor: true, joinedAt: ago(60) },
  {
    id: "m4",
    userId: "u4",
    name: "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Hubert Blaine",
    email: "hubert.blaine.wolfeschlegelsteinhausenbergerdorff@a-company-with-a-long-name.example.com",
    role: "agent",
    twoFactor: false,
    joinedAt: ago(3),
  },
  { id: "m5", userId: "u5", name: "", email: "analyst@example.com", role: "analyst", twoFactor: false, joinedAt: ago(1) },
];
const invitations: { id: string; email: string; role: Role; expiresAt: string }[] = [
  { id: "i1", email: "tom.miller@example.com", role: "viewer", expiresAt: ago(-5) },
  { id: "i2", email: "old@example.com", role: "editor", expiresAt: ago(2) },
];
const keys: Key[] = [
  {
    id: "20000000-0000-4000-8000-000000000001",
    name: "Nightly export",
    start: "tl_7f3k",
    scopes: ["people:read", "people:export"],
    createdAt: ago(90),
    createdBy: "Maria Torres",
    lastUsedAt: ago(0.3),
    expiresAt: null,
  },
  {
    id: "20000000-0000-4000-8000-000000000002",
    name: "CRM sync",
    start: "tl_c1v4",
    scopes: ["people:read", "people:write", "accounts:read", "data:read", "data:write", "sources:read", "sources:write", "members:read"],
    createdAt: ago(20),
    createdBy: "Jonas Berg",
    lastUsedAt: null,
    expiresAt: ago(-4),
  },
];
const actions: [string, string, string | null, Record<string, unknown>][] = [
  ["user:Maria Torres", "sources.rotate_key", "00000000-0000-4000-8000-000000000002", {}],
  ["user:Maria Torres", "member.invite", "tom.miller@example.com", { role: "viewer" }],
  ["user:Jonas Berg", "people.merge", "p_0000000000000401", { from: "p_0000000000000402", reason: "Same person, two browsers" }],
  ["user:Jonas Berg", "member.set_role", "aisha.khan@example.com", { from: "viewer", to: "editor" }],
  ["api_key:CRM sync", "quarantine.replay", null, { replayed: 412, stillFailing: 3 }],
  ["user:Aisha Khan", "deny", "keys:write", { path: "/api/v1/api-keys" }],
  ["user:Maria Torres", "api_key.create", "tl_7f3k", { name: "Nightly export", scopes: ["people:read", "people:export"] }],
];

export const settingsMock = {
  update: api.workspace.update.handler(({ input, context: { workspace } }) => {
    if (input.timezone === "Nowhere/Land") fail("invalid_input", "Nowhere/Land is not a time zone.");
    return Object.assign(workspace, Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)));
  }),
  members: {
    list: api.workspace.members.list.handler(() => ({ items: members, invitations })),
    invite: api.workspace.members.invite.handler(({ input }) => {
      if (members.some(({ email }) => email === input.email)) fail("conflict", `${input.email} is a member already.`);
      const id = crypto.randomUUID();
      invitations.push({ id, ...input, expiresAt: ago(-7) });
      return { id, ...input, link: `http://127.0.0.1:4400/invite?token=${id.replaceAll("-", "")}`, mailed: input.email.startsWith("mail") };
    }),
    cancelInvite: api.workspace.members.cancelInvite.handler(({ input }) => {
      invitations.splice(invitations.indexOf(found(invitations.find(({ id }) => id === input.id))), 1);
      return { cancelled: true as const };
    }),
    setRole: api.workspace.members.setRole.handler(({ input }) => {
      const member = found(members.find(({ id }) => id === input.id));
      if (member.role === "owner" && input.role !== "owner" && members.filter(({ role }) => role === "owner").length === 1)
        fail("conflict", "A workspace keeps at least one owner: make somebody else an owner first.");
      return Object.assign(member, { role: input.role });
    }),
    remove: api.workspace.members.remove.handler(({ input }) => {
      members.splice(members.indexOf(found(members.find(({ id }) => id === input.id))), 1);
      return { removed: true as const };
    }),
  },
  apiKeys: {
    list: api.workspace.apiKeys.list.handler(() => ({ items: keys })),
    create: api.workspace.apiKeys.create.handler(({ input }) => {
      const key = `tl_${crypto.randomUUID().replaceAll("-", "")}`;
      const added: Key = {
        id: crypto.randomUUID(),
        name: input.name,
        scopes: input.scopes,
        start: key.slice(0, 7),
        createdAt: ago(0),
        createdBy: "Maria Torres",
        lastUsedAt: null,
        expiresAt: input.expiresInDays === null ? null : ago(-input.expiresInDays),
      };
      keys.unshift(added);
      return { ...added, key };
    }),
    revoke: api.workspace.apiKeys.revoke.handler(({ input }) => {
      keys.splice(keys.indexOf(found(keys.find(({ id }) => id === input.id))), 1);
      return { revoked: true as const };
    }),
  },
  audit: api.workspace.audit.handler(({ input }) => {
    const rows = Array.from({ length: 140 }, (_, i) => {
      const [actor, action, subject, details] = actions[i % actions.length] ?? ["", "", null, {}];
      return { id: String(1000 - i), at: ago(i * i * 0.004), actor, action, subject, details };
    });
    return pageOf(
      rows.filter(({ action }) => !input.action || action === input.action),
      input,
    );
  }),
};
