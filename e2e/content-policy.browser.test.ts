import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { FastifyInstance } from "fastify";
import { createHttpServer } from "../apps/server/src/platform/http/create-http-server.ts";
import { registerApi } from "../apps/server/src/platform/http/register-api.ts";
import { registerConsole } from "../apps/server/src/platform/http/register-console.ts";
import { createLog } from "../apps/server/src/platform/telemetry/create-log.ts";
import { createMetrics } from "../apps/server/src/platform/telemetry/metrics.ts";
import { ProductError } from "../packages/contract/src/index.ts";
import { launchChromium } from "./browser/launch-chromium.ts";

const consoleDirectory = fileURLToPath(new URL("../apps/console/dist", import.meta.url));
let browser: Browser;
let app: FastifyInstance;
let address: string;

beforeAll(async () => {
  app = await createHttpServer({ log: createLog({ level: "silent" }), metrics: createMetrics(), trustProxy: false, https: false });
  const resolveAccess = async () => {
    throw new ProductError("unauthenticated", "Sign in.");
  };
  await registerApi(app, { router: {}, resolveAccess, publicUrl: "http://localhost" });
  await registerConsole(app, { directory: consoleDirectory });
  address = await app.listen({ port: 0, host: "127.0.0.1" });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** Opens a page and notes what its policy blocked and which other hosts it asked. */
async function open(path: string): Promise<{ page: Page; blocked: string[]; foreign: string[] }> {
  const page = await browser.newPage();
  const blocked: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) blocked.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
  });
  await page.goto(address + path);
  return { page, blocked, foreign };
}

describe("the API reference", () => {
  test("shows every group of the API, blocked by no policy and asking no other host", async () => {
    const { page, blocked, foreign } = await open("/api/reference/");
    for (const group of ["People", "Accounts", "Sources", "Workspace", "Imports"])
      await page.getByText(group, { exact: true }).first().waitFor();
    await page.getByText("Find a person by identifier").first().waitFor();
    expect({ blocked, foreign }).toEqual({ blocked: [], foreign: [] });
  });
});

describe.runIf(existsSync(consoleDirectory))("the console", () => {
  test("shows its sign-in, blocked by no policy and asking no other host", async () => {
    const { page, blocked, foreign } = await open("/sign-in");
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    expect({ blocked, foreign }).toEqual({ blocked: [], foreign: [] });
  });
});
