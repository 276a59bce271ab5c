import type { Industry } from "./vocabulary/company-names.ts";

export type Tier = "free" | "trial" | "starter" | "growth" | "enterprise";

/** What was planted into an account. Days count back from the end of the history (negative: after it). */
export type Storyline =
  /** Use declines from `fromDay`; ends with a cancellation, turns around, or is still going on. */
  | { readonly kind: "fades"; readonly fromDay: number; readonly cancelDay?: number; readonly recoverDay?: number }
  /** Leaves without any warning in use: not every cancellation can be foreseen. */
  | { readonly kind: "cancels abruptly"; readonly cancelDay: number }
  /** Runs into the limit of its plan again and again from `fromDay`. */
  | { readonly kind: "outgrows"; readonly fromDay: number; readonly upgradeDay?: number }
  /** The person who carried the product inside goes silent while a renewal comes near. */
  | { readonly kind: "champion silent"; readonly silentFromDay: number; readonly renewalInDays: number }
  | { readonly kind: "complaint" }
  | { readonly kind: "agency" };

export interface CastAccount {
  readonly name: string;
  readonly tier: Tier;
  readonly country: string;
  readonly industry: Industry;
  readonly people: number;
  readonly storyline: Storyline;
}

const cast = (name: string, tier: Tier, country: string, industry: Industry, people: number, storyline: Storyline): CastAccount => ({
  name,
  tier,
  country,
  industry,
  people,
  storyline,
});

const fades = (fromDay: number, cancelDay?: number): Storyline => ({ kind: "fades", fromDay, cancelDay });
const outgrows = (fromDay: number, upgradeDay?: number): Storyline => ({ kind: "outgrows", fromDay, upgradeDay });

/** Accounts that play a part in a story. Their names do not depend on the seed. */
export const CAST: readonly CastAccount[] = [
  cast("Palefield Couriers", "growth", "GB", "logistics", 13, fades(70, 24)),
  cast("Oberlauf Maschinen", "growth", "DE", "manufacturing", 16, fades(62, 12)),
  cast("Sorrelgate Stores", "starter", "US", "retail", 7, fades(58, 9)),
  cast("Clinique Rivemont", "growth", "FR", "health", 12, fades(66, 18)),
  cast("Tidewell Insurance", "enterprise", "US", "finance", 31, fades(72, 16)),
  cast("Hoteles Miraluna", "starter", "ES", "hospitality", 8, fades(51, 4)),
  cast("Grachtwerk Goods", "starter", "NL", "retail", 6, fades(64, 22)),
  cast("Brightmarsh Solar", "growth", "US", "energy", 14, fades(55, 7)),
  cast("Collina Formazione", "starter", "IT", "education", 7, fades(68, 27)),
  cast("Umbershaw Tooling", "growth", "GB", "manufacturing", 11, fades(60, 14)),
  cast("Prairie Lantern Foods", "starter", "US", "hospitality", 6, fades(49, 3)),
  cast("Nordlys Frakt", "growth", "NO", "logistics", 12, fades(74, 30)),
  cast("Kalinowa Apteka", "starter", "PL", "health", 6, fades(57, 11)),
  cast("Saltmere Leasing", "growth", "CA", "finance", 13, fades(63, 20)),
  // Still with us, and on the way out.
  cast("Wolkenstein Energie", "growth", "DE", "energy", 14, fades(38)),
  cast("Maplecroft Clinics", "enterprise", "US", "health", 27, fades(35)),
  cast("Atelier Brumaire", "starter", "FR", "retail", 7, fades(31)),
  cast("Pinnacle Row Freight", "growth", "US", "logistics", 12, fades(40)),
  cast("Zuiderlicht Instituut", "starter", "NL", "education", 6, fades(33)),
  cast("Karoo Lane Outfitters", "growth", "GB", "retail", 11, fades(36)),
  // Faded and came back: decline alone is not the end.
  cast("Silberbach Kliniken", "enterprise", "DE", "health", 26, { kind: "fades", fromDay: 75, recoverDay: 36 }),
  cast("Costa Verana Resorts", "growth", "ES", "hospitality", 12, { kind: "fades", fromDay: 69, recoverDay: 30 }),
  cast("Ironhollow Works", "growth", "US", "manufacturing", 13, { kind: "fades", fromDay: 64, recoverDay: 28 }),
  cast("Gullfoss Mutual", "growth", "SE", "finance", 11, { kind: "cancels abruptly", cancelDay: 41 }),
  cast("Redthorn Kitchens", "starter", "GB", "hospitality", 6, { kind: "cancels abruptly", cancelDay: 33 }),
  cast("Lagoa Azul Cargo", "starter", "BR", "logistics", 7, { kind: "cancels abruptly", cancelDay: 19 }),
  cast("Bluestem Academy", "growth", "US", "education", 12, { kind: "cancels abruptly", cancelDay: 13 }),
  cast("Vellmark Components", "starter", "DE", "manufacturing", 6, { kind: "cancels abruptly", cancelDay: 6 }),
  cast("Quickwater Logistics", "starter", "US", "logistics", 10, outgrows(62, 34)),
  cast("Lindenhof Versand", "starter", "DE", "retail", 9, outgrows(58, 25)),
  cast("Solaris do Vale", "starter", "BR", "energy", 9, outgrows(55, 29)),
  cast("Peregrine Parts", "growth", "US", "manufacturing", 18, outgrows(60, 22)),
  cast("Maison Tournelle", "starter", "FR", "retail", 9, outgrows(52, 15)),
  cast("Harbour & Finch Care", "growth", "GB", "health", 17, outgrows(50, 10)),
  cast("Indigo Tala Learning", "starter", "IN", "education", 10, outgrows(47, 6)),
  cast("Fellgate Insurance", "growth", "GB", "finance", 17, outgrows(44)),
  cast("Campo Sereno Alimentos", "starter", "MX", "hospitality", 9, outgrows(41)),
  cast("Rivetline Tooling", "starter", "US", "manufacturing", 10, outgrows(39)),
  cast("Steinfurt Solar", "starter", "DE", "energy", 9, outgrows(36)),
  cast("Yarra Bend Stores", "growth", "AU", "retail", 17, outgrows(34)),
  cast("Officina Bellaria", "starter", "IT", "manufacturing", 9, outgrows(33)),
  cast("Kestrel Point Grid", "growth", "US", "energy", 18, outgrows(30)),
  cast("Havelaar Vracht", "starter", "NL", "logistics", 10, outgrows(28)),
  cast("Temasek Bay Goods", "starter", "SG", "retail", 9, outgrows(26)),
  cast("Fjordhavn Shipping", "enterprise", "NO", "logistics", 34, { kind: "champion silent", silentFromDay: 26, renewalInDays: 24 }),
  cast("Ambleford Health Group", "enterprise", "GB", "health", 30, { kind: "champion silent", silentFromDay: 21, renewalInDays: 41 }),
  cast("Cantalora Hoteles", "growth", "ES", "hospitality", 15, { kind: "complaint" }),
  cast("Studio Kestrelbow", "growth", "GB", "agency", 8, { kind: "agency" }),
  cast("Werkraum Delta", "growth", "DE", "agency", 7, { kind: "agency" }),
  cast("Atelier Vingt-Deux", "starter", "FR", "agency", 5, { kind: "agency" }),
  cast("Bramble & Oak Advisory", "starter", "US", "agency", 5, { kind: "agency" }),
];

/** People with a part in a story, each in the seat that the story needs. */
export const NAMED_PEOPLE = {
  complainant: { account: "Cantalora Hoteles", firstName: "Marisol", lastName: "Etxeberria" },
  champion: { account: "Fjordhavn Shipping", firstName: "Ingrid", lastName: "Solheimsdal" },
  secondChampion: { account: "Ambleford Health Group", firstName: "Desmond", lastName: "Okonjo-Hale" },
  consultant: { account: "Studio Kestrelbow", firstName: "Priya", lastName: "Raghunathan" },
} as const;
