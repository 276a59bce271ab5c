import type { Channel } from "@throughline/contract";
import type { World } from "./world.ts";

/** A plausible hour: a daily wave with noise, a release that raised failures, one source that fell silent. */
export function createPulse(world: World, minutes: number, channels: readonly Channel[]) {
  const empty = world.interactions.length === 0;
  const nowMs = Math.floor(Date.now() / 60_000) * 60_000;
  const perMinute = Array.from({ length: minutes }, (_, i) => {
    const at = nowMs - (minutes - 1 - i) * 60_000;
    const noise = Math.abs(Math.sin((at / 60_000) * 12.9898) * 43758.5453) % 1;
    const accepted = empty ? 0 : Math.round((52 + 18 * Math.sin(at / 900_000) + 26 * noise) * (i === minutes - 1 ? 0.4 : 1));
    return { at: new Date(at).toISOString(), accepted, quarantined: !empty && i > minutes - 24 ? Math.round(6 * noise) : 0 };
  });
  const shares: Partial<Record<Channel, number>> = {
    web: 48_210,
    server: 20_344,
    mobile: 6_120,
    email: 3_981,
    chat: 1_204,
    billing: 612,
    support: 287,
    review: 14,
  };
  return {
    perMinute,
    today: {
      interactions: empty ? 0 : 41_380,
      people: empty ? 0 : 1_204,
      newPeople: empty ? 0 : 38,
      yesterdaySameTime: { interactions: empty ? 0 : 36_902, people: empty ? 0 : 1_187, newPeople: empty ? 0 : 52 },
    },
    channels: empty
      ? []
      : channels
          .flatMap((channel) => {
            const interactions = shares[channel];
            return interactions ? [{ channel, interactions, people: Math.round(interactions / 21) }] : [];
          })
          .toSorted((a, b) => b.interactions - a.interactions),
    pipeline: { behindEvents: 0, behindSeconds: 0 },
    newest: world.people
      .toSorted((a, b) => b.firstSeen.localeCompare(a.firstSeen))
      .slice(0, 8)
      .map(({ id, name, email, userId, known, firstSeen }) => ({ id, name, email, userId, known, firstSeen })),
    problems: empty
      ? []
      : [
          {
            code: "source_failing",
            severity: "critical" as const,
            text: "Mobile app: 6 % of the last hour’s events could not be used, mostly because “userId” is a number too large to keep.",
            link: "/data/quarantine?code=invalid_input",
          },
          {
            code: "source_quiet",
            severity: "warning" as const,
            text: "Lifecycle e-mail has sent nothing for 31 hours; before, it sent about 160 an hour.",
            link: "/data/sources",
          },
        ],
  };
}
