const names = ["ink", "dim", "faint", "faint-ink", "line", "panel", "accent", "accent-soft", "good", "warn", "bleed", "ribbon"] as const;

/** Colours of the theme as they are now, and the colours of series: the accent first, then quiet ones that are told apart in both schemes. */
export type ChartTokens = Record<(typeof names)[number], string> & { series: readonly string[] };

const seriesColors = {
  light: ["#3d5afe", "#00897b", "#b7791f", "#8e44ad", "#c2557a", "#4a7c9b", "#6b7a2f", "#7a6a5d", "#2aa5b8", "#a3a2aa"],
  dark: ["#8093ff", "#4dc3b4", "#e0b060", "#c08ae0", "#ec8fae", "#86b6d3", "#b0bf6a", "#b8a99a", "#6cd0de", "#8f8e9a"],
};

/** Reads the tokens of the page for a drawing that cannot use variables. */
export function readTokens(scheme: "light" | "dark"): ChartTokens {
  const style = getComputedStyle(document.documentElement);
  const read = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  return { ...(read as Record<(typeof names)[number], string>), series: seriesColors[scheme] };
}

/** The colour of the n-th series for a legend of the page. */
export function seriesColor(index: number, scheme: "light" | "dark"): string {
  const colors = seriesColors[scheme];
  return colors[index % colors.length] ?? colors[0] ?? "";
}
