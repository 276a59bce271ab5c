import { SAMPLE_COMPANY } from "./company.ts";

export const DATA_SOURCES = ["PostgreSQL", "MySQL", "Spreadsheet", "Shop orders", "CRM", "Ad accounts", "Ledger", "Warehouse"] as const;

/** The sources that connect over a network, and so can fail to. */
export const CONNECTED_SYSTEMS = ["PostgreSQL", "MySQL", "CRM", "Warehouse"] as const;

export const REPORT_TYPES = ["Revenue", "Retention", "Inventory", "Marketing", "Operations", "Finance", "Service Levels"] as const;

/** The five things that a report may be exported to. */
export const EXPORT_FORMATS = ["PDF", "XLSX", "CSV", "PNG", "Slides"] as const;

export interface HelpArticle {
  readonly id: string;
  readonly title: string;
  readonly topic: string;
}

export const HELP_ARTICLES: readonly HelpArticle[] = [
  { id: "verify-your-domain", title: "Verify your sending domain", topic: "domain verification" },
  { id: "dns-records", title: "Which DNS records to add", topic: "domain verification" },
  { id: "connect-a-database", title: "Connect a database", topic: "data source" },
  { id: "sync-failures", title: "When a data source stops syncing", topic: "data source" },
  { id: "invoices-and-tax", title: "Invoices, cards and tax numbers", topic: "billing" },
  { id: "change-your-plan", title: "Change your plan", topic: "billing" },
  { id: "export-formats", title: "Export a report", topic: "report export" },
  { id: "totals-differ", title: "Why totals differ between exports", topic: "report export" },
  { id: "roles-and-permissions", title: "Roles and permissions", topic: "permissions" },
  { id: "speed-up-reports", title: "Speed up slow reports", topic: "slow reports" },
  { id: "sign-in-trouble", title: "Trouble signing in", topic: "sign-in" },
  { id: "cancel-your-plan", title: "Cancel or pause your plan", topic: "cancellation" },
];

/** Pages of the public website with how often they are opened (weights). */
export const WEBSITE_PAGES: readonly (readonly [{ readonly name: string; readonly path: string }, number])[] = [
  [{ name: "Home", path: "/" }, 30],
  [{ name: "Pricing", path: "/pricing" }, 20],
  [{ name: "Product Tour", path: "/product" }, 14],
  [{ name: "Templates", path: "/templates" }, 8],
  [{ name: "Customer Stories", path: "/customers" }, 7],
  [{ name: "Integrations", path: "/integrations" }, 8],
  [{ name: "Blog", path: "/blog/monthly-reporting" }, 8],
  [{ name: "Security", path: "/security" }, 3],
  [{ name: "Contact", path: "/contact" }, 2],
];

export const CAMPAIGNS = [
  { source: "search", medium: "cpc", name: "reporting-tool" },
  { source: "search", medium: "organic", name: "none" },
  { source: "newsletter", medium: "email", name: "finance-weekly" },
  { source: "partner", medium: "referral", name: "agency-directory" },
  { source: "social", medium: "paid", name: "board-reports" },
] as const;

/** The whole address of a path: the product lives on one host, the website and the help centre on others. */
export function addressOf(site: "website" | "app" | "help", path: string): string {
  return SAMPLE_COMPANY[site] + path;
}
