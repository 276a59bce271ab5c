const STEMS = (
  "Alderwick Brantholm Caldermoor Dunvarra Eskerlund Fennimoor Garrowby Halvorsund Islebrook Jarrowfen Kestermoor " +
  "Larkhollow Marrowby Netherwyn Orlandry Penhallick Quillmere Ravensund Selbourne Tarnwick Ulverholm Vantmoor " +
  "Wexcombe Yarrowdale Zellbrook Arvendal Bellicourt Corvanne Draymoor Elmsworth Farrowmere Glanvale Hestermoor " +
  "Ivelbridge Kilnhurst Lunebrook Montarrel Norvikken Ostermark Pellworm Quernby Rosmarren Stellbach Thornquay " +
  "Umbrasol Verlanne Windermoss Ystradal Aurenbach Castrovel Dellamora Fiorvento"
).split(" ");

const INDUSTRIES = ["logistics", "retail", "manufacturing", "health", "finance", "hospitality", "energy", "education"] as const;

export type Industry = (typeof INDUSTRIES)[number] | "agency";

const ENDINGS: Readonly<Record<(typeof INDUSTRIES)[number], readonly [string, string, string]>> = {
  logistics: ["Freight", "Logistics", "Cargo"],
  retail: ["Outfitters", "Stores", "Goods"],
  manufacturing: ["Works", "Components", "Tooling"],
  health: ["Clinics", "Care", "Diagnostics"],
  finance: ["Leasing", "Mutual", "Insurance"],
  hospitality: ["Hotels", "Kitchens", "Resorts"],
  energy: ["Energy", "Solar", "Grid"],
  education: ["Academy", "Learning", "Institute"],
};

/** The n-th invented company: every n below 1,248 has a name of its own. */
export function inventCompany(n: number): { name: string; industry: (typeof INDUSTRIES)[number] } {
  const stem = STEMS[n % STEMS.length] as string;
  // 52 stems and 24 endings: each round over the stems starts one ending further, so a pair comes back only after all were used.
  const ending = ((n % STEMS.length) * 5 + Math.floor(n / STEMS.length)) % 24;
  const industry = INDUSTRIES[ending % INDUSTRIES.length] as (typeof INDUSTRIES)[number];
  const word = ENDINGS[industry][Math.floor(ending / INDUSTRIES.length)] as string;
  return { name: `${stem} ${word}`, industry };
}
