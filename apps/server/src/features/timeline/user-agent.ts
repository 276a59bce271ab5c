import Bowser from "bowser";
import { isbot } from "isbot";
import { LRUCache } from "lru-cache";

export type Agent = { browser: string; os: string; device: string; bot: boolean };
const none: Agent = { browser: "", os: "", device: "", bot: false };
const remembered = new LRUCache<string, Agent>({ max: 5_000 });

/** Real ones are shorter; what is longer is not worth the time that reading it takes. */
const longest = 500;

/** Browser with its major version, operating system and kind of device of a user agent; remembered, since few differ. */
export function parseUserAgent(text: string): Agent {
  const userAgent = text.slice(0, longest);
  if (userAgent === "") return none;
  const known = remembered.get(userAgent);
  if (known) return known;
  const parsed = Bowser.parse(userAgent);
  const version = parsed.browser.version?.split(".", 1)[0];
  const agent = {
    browser: [parsed.browser.name, version].filter(Boolean).join(" "),
    os: parsed.os.name ?? "",
    device: parsed.platform.type ?? "",
    bot: isbot(userAgent),
  };
  remembered.set(userAgent, agent);
  return agent;
}
