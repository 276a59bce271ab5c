import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { createNews } from "./listen.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
const patiently = { timeout: 30_000, interval: 20 };
const notify = () => database.pool.query("SELECT pg_notify('throughline_log', '')");

test("news reach those who listen to their channel, until they stop", async () => {
  const news = createNews({ url: database.url, onError: () => {} });
  const [log, settings] = [vi.fn(), vi.fn()];
  const stop = news.on("throughline_log", log);
  news.on("throughline_settings", settings);
  await news.start();
  settings.mockClear();
  log.mockClear();
  await notify();
  await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(1), patiently);
  stop();
  news.on("throughline_log", settings);
  await notify();
  await vi.waitFor(() => expect(settings).toHaveBeenCalledTimes(1), patiently);
  expect(log).toHaveBeenCalledTimes(1);
  await news.close();
});

test("a connection that breaks is made again, and everybody looks for what they missed", async () => {
  const errors: unknown[] = [];
  const news = createNews({ url: database.url, onError: (error) => errors.push(error) });
  const log = vi.fn();
  news.on("throughline_log", log);
  await news.start();
  log.mockClear();
  await database.pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'throughline news' AND datname = current_database()",
  );
  await vi.waitFor(() => expect(log).toHaveBeenCalled(), patiently);
  expect(errors).not.toEqual([]);
  log.mockClear();
  await notify();
  await vi.waitFor(() => expect(log).toHaveBeenCalled(), patiently);
  await news.close();
});
