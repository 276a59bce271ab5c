import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadSecret } from "./load-secret.ts";
import { settingsPage } from "./settings-page.ts";
import { publicUrlOf, readSettings, SettingsError } from "./settings.ts";

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
};

describe("settings", () => {
  test("start without any, with everything on this machine", () => {
    expect(readSettings({})).toMatchObject({
      port: 4400,
      host: "127.0.0.1",
      dataDir: ".data",
      sample: true,
      databaseUrl: null,
      roles: ["api", "pipeline", "worker"],
      bootstrap: null,
    });
  });

  test("are read from the environment, in their own types", () => {
    const settings = readSettings({
      PORT: "0",
      THROUGHLINE_SAMPLE: "off",
      THROUGHLINE_ROLES: "worker, api",
      PUBLIC_URL: "https://cx.example.com/",
      LOG_LEVEL: "debug",
      THROUGHLINE_MAX_BACKLOG_EVENTS: "10",
    });
    expect(settings).toMatchObject({
      port: 0,
      sample: false,
      roles: ["api", "worker"],
      publicUrl: "https://cx.example.com",
      logLevel: "debug",
      maxBacklogEvents: 10,
    });
  });

  test("count as absent when empty", () =>
    expect(readSettings({ PORT: "", DATABASE_URL: "  " })).toMatchObject({ port: 4400, databaseUrl: null }));

  test("list everything that is wrong at once", () => {
    expect(
      problemsOf({
        PORT: "web",
        THROUGHLINE_ROLES: "api,cook",
        PUBLIC_URL: "https://cx.example.com/app",
        THROUGHLINE_SAMPLE: "yes",
        DATABASE_URL: "mysql://db",
      }),
    ).toEqual([
      'PORT must be a whole number from 0 to 65535 (it is "web")',
      'PUBLIC_URL must be scheme and host alone, as https://cx.example.com (it is "https://cx.example.com/app")',
      'THROUGHLINE_SAMPLE must be on or off (it is "yes")',
      "DATABASE_URL must be a URL that starts with postgres:// or postgresql://",
      'THROUGHLINE_ROLES has cook, but knows only api, pipeline, worker (it is "api,cook")',
    ]);
  });

  test("refuse names that nobody knows and propose the nearest", () => {
    expect(problemsOf({ THROUGHLINE_DATADIR: "x", THROUGHLINE_COFFEE: "on" })).toEqual([
      "THROUGHLINE_DATADIR is not a setting; did you mean THROUGHLINE_DATA_DIR?",
      "THROUGHLINE_COFFEE is not a setting",
    ]);
  });

  test("never repeat a secret in what is wrong", () => {
    const problems = problemsOf({ THROUGHLINE_SECRET: "hunter2", SMTP_URL: "http://me:hunter2@mail" });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain("hunter2");
  });

  test("say where the server is reached", () => {
    expect(publicUrlOf({ publicUrl: null, host: "0.0.0.0" }, 4400)).toBe("http://localhost:4400");
    expect(publicUrlOf({ publicUrl: null, host: "::1" }, 80)).toBe("http://[::1]:80");
    expect(publicUrlOf({ publicUrl: "https://cx.example.com", host: "::1" }, 80)).toBe("https://cx.example.com");
  });
});

describe("the bootstrap", () => {
  const owner = { email: "ada@example.com", password: "correct horse" };

  test("is read whole", () => {
    const given = { workspace: "acme", writeKey: "wk_1234", apiKey: "tl_1234", owner };
    expect(readSettings({ THROUGHLINE_BOOTSTRAP: JSON.stringify(given) }).bootstrap).toEqual(given);
  });

  test("names each field that is wrong and no secret", () => {
    const problems = problemsOf({
      THROUGHLINE_BOOTSTRAP: JSON.stringify({
        workspace: "Acme Inc",
        apiKey: "hunter2",
        owner: { ...owner, password: "short" },
        plan: "gold",
      }),
    });
    expect(problems.map((problem) => problem.replace(/ must.*/, ""))).toEqual([
      "THROUGHLINE_BOOTSTRAP workspace:",
      "THROUGHLINE_BOOTSTRAP apiKey:",
      "THROUGHLINE_BOOTSTRAP owner.password:",
      expect.stringContaining("plan"),
    ]);
    expect(problems.join()).not.toMatch(/hunter2|short/);
  });

  test("must be JSON", () =>
    expect(problemsOf({ THROUGHLINE_BOOTSTRAP: "{" })).toEqual(['THROUGHLINE_BOOTSTRAP must be JSON, as {"workspace":"acme"}']));
});

describe("the secret", () => {
  test("is generated once, for the owner of the file alone", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "throughline-secret-"));
    const [first, second] = await Promise.all([loadSecret({ secret: null, dataDir }), loadSecret({ secret: null, dataDir })]);
    expect(first).toHaveLength(64);
    expect(second).toBe(first);
    expect(await loadSecret({ secret: null, dataDir })).toBe(first);
    expect((await stat(join(dataDir, "secret"))).mode & 0o777).toBe(0o600);
  });

  test("of the settings goes first", async () => {
    expect(await loadSecret({ secret: "s".repeat(32), dataDir: "/nowhere" })).toBe("s".repeat(32));
  });
});

test("docs/settings.md is what the table of settings says", async () => {
  const page = await readFile(new URL("../../../../../docs/settings.md", import.meta.url), "utf8");
  expect(page, "run node scripts/generate-docs.mjs").toBe(settingsPage());
  execFileSync(process.execPath, [fileURLToPath(new URL("../../../../../scripts/generate-docs.mjs", import.meta.url)), "--check"]);
});
