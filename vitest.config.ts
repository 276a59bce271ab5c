import { defineConfig } from "vitest/config";

const places = ["apps", "packages", "e2e", "bench", "scripts"];
const files = (suffix: string) => places.map((place) => `${place}/**/*.${suffix}.ts`);
const built = ["**/node_modules/**", "**/dist/**", "**/.build/**", "**/.data/**"];

/** Three kinds of tests, by file name: what each needs to run is what sets it apart. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: files("test"),
          exclude: [...built, "**/*.db.test.ts", "**/*.browser.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "db",
          include: files("db.test"),
          exclude: built,
          // The embedded ClickHouse is a native module that keeps one data directory for each process.
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: "apps/server/src/testing/shared-postgres.ts",
        },
      },
      {
        test: {
          name: "browser",
          include: files("browser.test"),
          exclude: built,
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
