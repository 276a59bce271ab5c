import type { JourneyKpi, KpiFigure } from "@throughline/contract";

/** What the figures are called: short over the number, long where it stands alone. */
export const kpiLabels: Record<JourneyKpi, { short: string; long: string }> = {
  completion: { short: "Completed", long: "Completion" },
  timeMedian: { short: "First touch → done", long: "Time from first touch to done, median" },
  timeP90: { short: "First touch → done, p90", long: "Time from first touch to done, nine in ten" },
  contacts: { short: "Effort: contacts each", long: "Contacts per instance" },
  switches: { short: "Switches each", long: "Changes of channel per instance" },
  repeats: { short: "Told again each", long: "Contacts that repeat a matter, per instance" },
  friction: { short: "Friction each", long: "Friction per instance" },
  repeatContact: { short: "Back within 7 days", long: "Back within 7 days after completing" },
  revenue: { short: "Revenue each", long: "Revenue per instance" },
};

export const metWords: Record<NonNullable<KpiFigure["met"]>, string> = { yes: "met", no: "missed", unsure: "too close to call" };
