import {
  IconActivityHeartbeat,
  IconBell,
  IconBook2,
  IconBuilding,
  IconChartDots3,
  IconChecklist,
  IconFileImport,
  IconHandClick,
  IconHome,
  IconLayoutDashboard,
  IconMail,
  IconPlugConnected,
  IconRoute,
  IconScale,
  IconSettings,
  IconShieldQuestion,
  IconSitemap,
  IconSpeakerphone,
  IconUsers,
  IconUsersGroup,
  type Icon,
} from "@tabler/icons-react";

export type Place = {
  to: string;
  label: string;
  icon: Icon;
  /** Parts of `engage` and `settings` stand under their entry of the rail: in its tabs and in the palette. */
  section: "main" | "engage" | "data" | "end" | "settings";
  /** Typed after `g`, such as `g p`. */
  shortcut?: string;
  /** Other words that find it in the command palette. */
  words?: string;
};

/** Every place in the order of the rail. Only those whose route exists are shown: see `places()` in `use-places.ts`. */
export const allPlaces: readonly Place[] = [
  { to: "/", label: "Home", icon: IconHome, section: "main", shortcut: "h", words: "pulse overview start" },
  {
    to: "/journeys",
    label: "Journeys",
    icon: IconRoute,
    section: "main",
    shortcut: "j",
    words: "map stages seams hand-offs onboarding completion drop-off",
  },
  { to: "/people", label: "People", icon: IconUsers, section: "main", shortcut: "p", words: "customers users contacts" },
  {
    to: "/segments",
    label: "Segments",
    icon: IconUsersGroup,
    section: "main",
    shortcut: "m",
    words: "audiences cohorts lists groups of people live static",
  },
  { to: "/accounts", label: "Accounts", icon: IconBuilding, section: "main", shortcut: "a", words: "companies groups" },
  {
    to: "/tasks",
    label: "Tasks",
    icon: IconChecklist,
    section: "main",
    shortcut: "w",
    words: "work inbox to do assign approve mine overdue people",
  },
  {
    to: "/engage",
    label: "Engage",
    icon: IconSpeakerphone,
    section: "main",
    shortcut: "n",
    words: "automation campaigns outreach",
  },
  {
    to: "/engage/flows",
    label: "Flows",
    icon: IconSitemap,
    section: "engage",
    words: "automation orchestration steps holdout experiment canvas engage",
  },
  {
    to: "/engage/messages",
    label: "Messages",
    icon: IconMail,
    section: "engage",
    words: "templates e-mail sms push inbox webhook sent unknown outcome mjml liquid log engage",
  },
  {
    to: "/engage/arbiter",
    label: "Arbiter",
    icon: IconScale,
    section: "engage",
    words: "held back consent quiet hours caps frequency rules simulator ownership holdout decisions engage",
  },
  {
    to: "/insights",
    label: "Insights",
    icon: IconChartDots3,
    section: "main",
    shortcut: "e",
    words: "explore trends funnel paths retention lifecycle stickiness analytics",
  },
  {
    to: "/insights/dashboards",
    label: "Dashboards",
    icon: IconLayoutDashboard,
    section: "main",
    shortcut: "d",
    words: "tiles charts reports insights",
  },
  {
    to: "/insights/alerts",
    label: "Alerts",
    icon: IconBell,
    section: "main",
    shortcut: "t",
    words: "threshold anomaly notify webhook insights",
  },
  {
    to: "/insights/friction",
    label: "Friction",
    icon: IconHandClick,
    section: "main",
    shortcut: "f",
    words: "rage dead clicks errors forms stuck insights vitals",
  },
  { to: "/data/sources", label: "Sources", icon: IconPlugConnected, section: "data", shortcut: "s", words: "write keys sdk connect" },
  { to: "/data/live", label: "Live debugger", icon: IconActivityHeartbeat, section: "data", shortcut: "l", words: "events stream tail" },
  { to: "/data/catalogue", label: "Catalogue", icon: IconBook2, section: "data", shortcut: "c", words: "events properties traits schema" },
  {
    to: "/data/quarantine",
    label: "Quarantine",
    icon: IconShieldQuestion,
    section: "data",
    shortcut: "q",
    words: "rejected errors replay",
  },
  { to: "/data/imports", label: "Imports", icon: IconFileImport, section: "data", shortcut: "i", words: "csv jsonl upload" },
  { to: "/settings", label: "Settings", icon: IconSettings, section: "end", shortcut: ",", words: "workspace members roles keys security" },
  { to: "/settings/members", label: "Members", icon: IconSettings, section: "settings", words: "invite colleagues roles settings" },
  { to: "/settings/api-keys", label: "API keys", icon: IconSettings, section: "settings", words: "tokens scopes settings" },
  {
    to: "/settings/security",
    label: "Security",
    icon: IconSettings,
    section: "settings",
    words: "password two-factor sessions account settings",
  },
  {
    to: "/settings/channels",
    label: "Channels",
    icon: IconSettings,
    section: "settings",
    words: "e-mail smtp sms push webhook sending settings",
  },
  { to: "/settings/audit", label: "Audit log", icon: IconSettings, section: "settings", words: "who did what history changes settings" },
  { to: "/settings/about", label: "About", icon: IconSettings, section: "settings", words: "version api reference openapi docs settings" },
];
