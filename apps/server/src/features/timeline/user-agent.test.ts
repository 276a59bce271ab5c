import { expect, test } from "vitest";
import { parseUserAgent } from "./user-agent.ts";

const chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const tablet =
  "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1";

test("tells browser, system and kind of device, and takes people for people", () => {
  expect(parseUserAgent(chrome)).toEqual({ browser: "Chrome 126", os: "Windows", device: "desktop", bot: false });
  expect(parseUserAgent(iphone)).toEqual({ browser: "Safari 17", os: "iOS", device: "mobile", bot: false });
  expect(parseUserAgent(tablet)).toMatchObject({ device: "tablet", bot: false });
});

test("knows bots and programs when it sees them", () => {
  for (const bot of [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl/8.5.0",
    `${chrome.replace("Chrome", "HeadlessChrome")}`,
  ])
    expect(parseUserAgent(bot).bot).toBe(true);
});

test("nothing is nothing, and what is no user agent breaks nothing", () => {
  expect(parseUserAgent("")).toEqual({ browser: "", os: "", device: "", bot: false });
  for (const odd of ["x", "Mozilla/5.0 (((((", "😀".repeat(20_000), `Mozilla/5.0 ${" ".repeat(30_000)}`])
    expect(Object.keys(parseUserAgent(odd))).toEqual(["browser", "os", "device", "bot"]);
});
