import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

/** Index 6 is the accent on light, index 4 the accent on dark. */
const accent: MantineColorsTuple = [
  "#eef1ff",
  "#e0e5ff",
  "#c3ccff",
  "#a1afff",
  "#8093ff",
  "#5b74ff",
  "#3d5afe",
  "#3048d8",
  "#2639ad",
  "#1c2b85",
];
/** Warm neutrals, so that grey never looks blue beside the ink. */
const gray: MantineColorsTuple = [
  "#fbfbfa",
  "#f3f2ef",
  "#e7e6e3",
  "#d3d2ce",
  "#bdbcb9",
  "#a3a2aa",
  "#6f6e78",
  "#5f5e67",
  "#3a3a40",
  "#1b1b1f",
];
const dark: MantineColorsTuple = [
  "#ececf0",
  "#c9c8d0",
  "#a4a3ae",
  "#8f8e9a",
  "#3c3c45",
  "#2b2b32",
  "#222228",
  "#1a1a1f",
  "#131316",
  "#0d0d10",
];

/** What bleeds, what heals: `color="bleed"` for what cannot be taken back. */
const bleed: MantineColorsTuple = [
  "#fff0e8",
  "#ffe0cf",
  "#ffc4a3",
  "#ffa673",
  "#ff8a4c",
  "#e8601f",
  "#c2410c",
  "#a53608",
  "#862c07",
  "#661f04",
];
const good: MantineColorsTuple = [
  "#e6f5ee",
  "#c9ead9",
  "#a0dbc0",
  "#73cda4",
  "#4cc38a",
  "#2aa56d",
  "#17734a",
  "#125e3c",
  "#0d4a2f",
  "#083622",
];

// The library measures contrast on the light shade alone; in the dark, our colours are bright and want dark ink, and their lines and words would be all but white.
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const name = input.color ?? input.theme.primaryColor;
  if (!["accent", "bleed", "good"].includes(name)) return colors;
  if (input.variant === "filled") return { ...colors, color: "var(--on-accent)" };
  const ink = `var(--${name}-ink)`;
  if (input.variant === "outline") return { ...colors, color: ink, border: `1px solid ${ink}` };
  return input.variant === "subtle" || input.variant === "light" ? { ...colors, color: ink } : colors;
};

const controlHeight: Record<string, string> = { xs: "26px", sm: "32px", md: "36px", lg: "42px" };
const heightOf = (size: unknown) => controlHeight[typeof size === "string" ? size : "sm"] ?? "32px";

// Its place in a button comes with the transition, which whoever wants less motion does not get.
const centred = { transform: "translate(-50%, -50%)" };
const dialog = { closeButtonProps: { "aria-label": "Close" }, overlayProps: { backgroundOpacity: 0.32 } };
const dialogStyles = { title: { fontWeight: 600 } };

export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: "var(--mono)",
  headings: { fontFamily: '"Inter Variable", system-ui, sans-serif', fontWeight: "600" },
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "18px", md: "20px", lg: "24px", xl: "28px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "md",
  colors: { accent, bleed, good, gray, dark },
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 4 },
  variantColorResolver,
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  // Plain objects, not `Button.extend(…)`: naming a component here would load it with the first page.
  components: {
    Button: {
      defaultProps: { size: "sm", variant: "default" },
      vars: (_: unknown, { size }: { size?: unknown }) => ({
        root: {
          "--button-height": heightOf(size),
          "--button-fz": size === "xs" ? "12.5px" : "14px",
          "--button-padding-x": size === "xs" ? "9px" : "12px",
        },
      }),
      styles: { label: { fontWeight: 500 }, loader: centred },
    },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 28 } },
    Input: {
      defaultProps: { size: "sm" },
      vars: (_: unknown, { size }: { size?: unknown }) => ({ wrapper: { "--input-height": heightOf(size), "--input-fz": "14px" } }),
      classNames: { wrapper: "input" },
    },
    InputWrapper: {
      defaultProps: { size: "sm" },
      styles: { label: { marginBottom: 4, fontWeight: 500 }, description: { marginBottom: 4 } },
    },
    Checkbox: { classNames: { label: "beside-input" } },
    Switch: { classNames: { label: "beside-input" } },
    Skeleton: { classNames: { root: "skeleton" } },
    TextInput: { defaultProps: { size: "sm" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm", comboboxProps: { shadow: "md" }, checkIconPosition: "right" } },
    Modal: { defaultProps: { ...dialog, centered: true, radius: "lg" }, styles: dialogStyles },
    Drawer: { defaultProps: dialog, styles: dialogStyles },
    Divider: { defaultProps: { color: "var(--line)" } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: "md", radius: "md" } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: false, fz: 12 } },
  },
});

/** Hands our tokens to the component library, so that both always agree. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const tokens = {
    "--mantine-color-body": "var(--panel)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-bright": "var(--ink)",
    "--mantine-color-dimmed": "var(--dim)",
    "--mantine-color-placeholder": "var(--faint-ink)",
    "--mantine-color-anchor": "var(--accent-ink)",
    "--mantine-color-error": "var(--bleed-ink)",
    "--mantine-color-default": "var(--panel)",
    "--mantine-color-default-hover": "var(--hover)",
    "--mantine-color-default-color": "var(--ink)",
    "--mantine-color-default-border": "var(--line)",
    "--mantine-color-accent-light": "var(--accent-soft)",
    "--mantine-color-accent-light-hover": "var(--accent-soft)",
    "--mantine-color-accent-light-color": "var(--accent-ink)",
    "--mantine-color-gray-light-color": "var(--dim)",
    "--mantine-shadow-md": "var(--shadow)",
  };
  return { variables: {}, light: tokens, dark: tokens };
};
