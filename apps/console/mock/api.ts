import { channels, rolePermissions } from "@throughline/contract";
import { accountsMock } from "./accounts-mock.ts";
import { api, workspaces, worlds } from "./base.ts";
import { dataMock } from "./data-mock.ts";
import { importsMock } from "./imports-mock.ts";
import { journeysMock } from "./journeys-mock.ts";
import { peopleMock } from "./people-mock.ts";
import { createPulse } from "./pulse.ts";
import { hasTwoFactor } from "./security.ts";
import { settingsMock } from "./settings-mock.ts";
import { sourcesMock } from "./sources-mock.ts";
import { createWorld } from "./world.ts";

/** Parts of the contract that pages were written against; the others answer that they are not there. */
export const mockApi = {
  workspace: {
    ...settingsMock,
    session: api.workspace.session.handler(({ context: { workspace, world, role } }) => ({
      user: { id: "u1", name: "Maria Torres", email: "maria@example.com", twoFactor: hasTwoFactor() },
      workspace,
      role,
      permissions: [...rolePermissions[role]],
      workspaces,
      needsSetup: world.sources.every(({ health }) => health.lastReceivedAt === null),
    })),
    create: api.workspace.create.handler(({ input }) => {
      const workspace = {
        id: crypto.randomUUID(),
        slug: input.name.toLowerCase(),
        name: input.name,
        isSample: input.sample,
        timezone: input.timezone,
        createdAt: new Date().toISOString(),
      };
      workspaces.push(workspace);
      worlds.set(workspace.id, createWorld(new Date(), !input.sample));
      return workspace;
    }),
  },
  people: peopleMock,
  accounts: accountsMock,
  sources: sourcesMock,
  imports: importsMock,
  journeys: journeysMock,
  data: {
    ...dataMock,
    pulse: api.data.pulse.handler(({ input, context: { world } }) => createPulse(world, input.minutes, channels)),
  },
};
