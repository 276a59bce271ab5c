import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

/** What the first visit of Home may load, compressed: scripts, style sheets and the one font file that Latin text needs. */
const limitBytes = 300_000;
const firstPages = ["src/main.tsx", "src/features/home/home-page.tsx"];

/** Refuses a build whose first load is over the budget, naming what is largest in it. */
export function firstLoadBudget(): Plugin {
  return {
    name: "first-load-budget",
    apply: "build",
    generateBundle(_, bundle) {
      const sizes = [...firstLoadFiles(bundle)]
        .map((name) => ({ name, bytes: sizeOf(bundle[name]) }))
        .toSorted((a, b) => b.bytes - a.bytes);
      const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
      const told = `The first load is ${Math.round(total / 1000)} KB of ${limitBytes / 1000} KB`;
      if (total <= limitBytes) this.info(told);
      else
        this.error(
          `${told}: ${sizes
            .slice(0, 8)
            .map(({ name, bytes }) => `${name} ${Math.round(bytes / 1000)} KB`)
            .join(", ")}`,
        );
    },
  };
}

/** The chunks of the first pages with everything that they import statically, their style sheets, and the Latin font. */
function firstLoadFiles(bundle: Bundle): Set<string> {
  const files = new Set<string>(Object.keys(bundle).filter((name) => /inter-latin-wght-normal.*\.woff2$/.test(name)));
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (files.has(name) || chunk?.type !== "chunk") return;
    files.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
    for (const imported of chunk.imports) visit(imported);
  };
  for (const [name, output] of Object.entries(bundle)) {
    if (
      output.type === "chunk" &&
      firstPages.some((page) => output.facadeModuleId?.endsWith(page) || (output.isEntry && page.endsWith("main.tsx")))
    )
      visit(name);
  }
  return files;
}

function sizeOf(output: Bundle[string] | undefined): number {
  if (!output) return 0;
  const content = output.type === "chunk" ? output.code : output.source;
  return output.fileName.endsWith(".woff2") ? content.length : gzipSync(content, { level: 9 }).byteLength;
}
