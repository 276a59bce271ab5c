/** Who the sample company is. All of it is invented; the label says so wherever the workspace is named. */
export const SAMPLE_COMPANY = {
  name: "Varnbrook Reports",
  label: "Varnbrook Reports (sample data)",
  website: "https://www.varnbrook.example",
  app: "https://app.varnbrook.example",
  help: "https://help.varnbrook.example",
} as const;

export const CUSTOMER_SUCCESS = [
  "Maeve Corrigan",
  "Dario Santambrogio",
  "Ifeoma Nwosu",
  "Pauline Gauthray",
  "Henrik Falkenrath",
  "Aiko Sakamoto",
] as const;

export type Team = "Support" | "Technical Support" | "Billing" | "Customer Success";

export const AGENTS: Readonly<Record<Team, readonly string[]>> = {
  Support: ["Jamie Thackray", "Rosa Villarejo", "Kwame Mensah", "Lotte Veldkamp"],
  "Technical Support": ["Sunil Hegde", "Nora Eklöf", "Piotr Gawron"],
  Billing: ["Celia Barrientos", "Tom Radley"],
  "Customer Success": ["Maeve Corrigan", "Dario Santambrogio", "Ifeoma Nwosu"],
};

export interface Release {
  readonly version: string;
  readonly daysBeforeEnd: number;
  readonly summary: string;
  /** A feature that did not exist before. */
  readonly feature?: string;
}

/** Releases of the product, oldest first. 4.11 and 4.12 each broke something: see stories.ts. */
export const RELEASES: readonly Release[] = [
  { version: "4.8", daysBeforeEnd: 83.4, summary: "Faster dashboards" },
  { version: "4.9", daysBeforeEnd: 66.2, summary: "Forecasts on any report", feature: "Forecasts" },
  { version: "4.10", daysBeforeEnd: 46.3, summary: "Report templates", feature: "Report Templates" },
  { version: "4.11", daysBeforeEnd: 31, summary: "New payment form with tax numbers" },
  { version: "4.12", daysBeforeEnd: 17, summary: "New domain verification service" },
  { version: "4.13", daysBeforeEnd: 5.3, summary: "Comments in shared reports", feature: "Shared Comments" },
];
