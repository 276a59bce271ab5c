import { DAY, HISTORY_DAYS, MINUTE, workingHour } from "./calendar.ts";
import { createDevice } from "./devices.ts";
import { browseWebsite } from "./sign-up.ts";
import { startVisit } from "./visit.ts";
import { COUNTRIES } from "./vocabulary/countries.ts";
import { CAMPAIGNS, HELP_ARTICLES, WEBSITE_PAGES } from "./vocabulary/product.ts";
import { CRAWLERS } from "./vocabulary/user-agents.ts";
import type { World } from "./world.ts";

const STRANGERS = 900;

/** People who look at the public website and never say who they are. */
export function planStrangers(world: World): void {
  for (let i = 0; i < STRANGERS; i++) {
    const random = world.random.fork(`stranger ${i}`);
    const country = random.weighted(COUNTRIES);
    const timezone = random.pick(country.timezones);
    const device = createDevice(random.chance(0.62) ? "laptop" : "phone", random);
    let at = world.calendar.startAt + Math.pow(random.next(), 0.8) * HISTORY_DAYS * DAY;
    const visits = 1 + random.poisson(0.6);
    for (let n = 0; n < visits; n++) {
      const visitAt = world.calendar.localMoment(world.calendar.dateOf(at), workingHour(random), timezone);
      const campaign = n === 0 ? random.pick(CAMPAIGNS) : undefined;
      world.schedule(visitAt, () => {
        const visit = startVisit(world, { device, locale: country.locale, timezone, campaign }, visitAt, random);
        browseWebsite(visit, random.int(1, 5));
      });
      at += random.exponential(6) * DAY;
    }
  }
}

/** Crawlers and monitors, by their user agent. They read fast and at any hour. */
export function planCrawlers(world: World): void {
  CRAWLERS.forEach((userAgent, index) => {
    const random = world.random.fork(`crawler ${index}`);
    const known = createDevice("laptop", random);
    const device = { anonymousId: `crawler-${random.hex(8)}`, model: { ...known.model, userAgent } };
    for (let at = world.calendar.startAt; at < world.calendar.endAt; at += random.between(1, 5) * DAY) {
      const startAt = at + random.between(0, 1_000) * MINUTE;
      world.schedule(startAt, () => {
        const visitor = { device, locale: "en-US", timezone: "UTC", actor: undefined };
        const visit = startVisit(world, visitor, startAt, random);
        for (const [page] of WEBSITE_PAGES) visit.page("website", page.name, page.path);
        const article = random.pick(HELP_ARTICLES);
        visit.page("help", "Help Article", `/articles/${article.id}`);
      });
    }
  });
}
