const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How the palette's shortcut is written on this machine. */
export const paletteKeys = isApple ? "⌘K" : "Ctrl K";
