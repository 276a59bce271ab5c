import type { Person } from "./account-and-person.ts";
import { DAY } from "./calendar.ts";
import { SAMPLE_COMPANY, RELEASES } from "./vocabulary/company.ts";
import type { Visit } from "./visit.ts";
import type { World } from "./world.ts";

/** How open roles are to something new, per visit once it is out and known. */
const CURIOSITY = { "power user": 0.055, admin: 0.03, "occasional user": 0.012, "economic buyer": 0.008 } as const;

/** Features spread after their release: an announcement in the product first, then first use, then habit. */
export function useNewFeatures(world: World, person: Person, visit: Visit): void {
  for (const release of RELEASES) {
    const feature = release.feature;
    if (feature === undefined) continue;
    const age = visit.now() - world.calendar.daysBeforeEnd(release.daysBeforeEnd);
    if (age < 0) continue;
    if (person.usedFeatures.has(feature)) {
      if (visit.random.chance(0.16)) visit.track("Feature Used", { feature, release: release.version });
      continue;
    }
    const announced = age < 12 * DAY && visit.random.chance(0.22);
    if (announced) announce(visit, feature);
    // Word of mouth: the chance rises over the first three weeks.
    const known = Math.min(1, 0.25 + age / (28 * DAY));
    if (visit.random.chance(CURIOSITY[person.role] * known * (announced ? 3 : 1))) {
      person.usedFeatures.add(feature);
      visit.track("Feature First Used", { feature, release: release.version });
    }
  }
}

function announce(visit: Visit, feature: string): void {
  const guide = `New: ${feature}`;
  visit.track("Guide Shown", { guide, kind: "announcement", step: 1 }, "in_app");
  if (visit.random.chance(0.3)) visit.track("Guide Completed", { guide, kind: "announcement" }, "in_app");
  else if (visit.random.chance(0.6)) visit.track("Guide Dismissed", { guide, kind: "announcement", step: 1 }, "in_app");
}

/** Deployments of the product: nobody's act, so they hang on the pipeline that made them. */
export function recordReleases(world: World): void {
  for (const release of RELEASES) {
    const at = world.calendar.daysBeforeEnd(release.daysBeforeEnd);
    world.schedule(at, () =>
      world.emit(at, {
        type: "track",
        anonymousId: "deploy-pipeline",
        event: "Release Deployed",
        properties: { version: release.version, summary: release.summary, product: SAMPLE_COMPANY.name },
        context: { channel: "server", actor: "system" },
      }),
    );
  }
}
