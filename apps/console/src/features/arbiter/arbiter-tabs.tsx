import { PartTabs } from "../engage/index.ts";

const pages = [
  { to: "/engage/arbiter", label: "Held back" },
  { to: "/engage/arbiter/simulator", label: "Simulator" },
  { to: "/engage/arbiter/rules", label: "Rules" },
] as const;

/** The arbiter's pages beside the one that is open. */
export const ArbiterTabs = () => <PartTabs label="Arbiter" pages={pages} />;
