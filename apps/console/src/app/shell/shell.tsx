import { useDisclosure } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { PageSkeleton } from "../../ui/skeletons.tsx";
import { MobileBar } from "./mobile-bar.tsx";
import { Rail } from "./rail.tsx";
import classes from "./shell.module.css";
import { useEarlyTyping } from "./use-early-typing.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useStaysMounted } from "./use-stays-mounted.ts";

// What opens over the page is loaded when it is about to be used.
const loadPalette = () => import("./command-palette.tsx");
const CommandPalette = lazy(loadPalette);
const ShortcutsHelp = lazy(() => import("./shortcuts-help.tsx"));
const RailDrawer = lazy(() => import("./rail-drawer.tsx"));

/** The frame around every page: rail, palette, shortcuts, and the page itself. */
export function Shell() {
  const [railOpened, { open: openRail, close: closeRail }] = useDisclosure(false);
  const [paletteOpened, palette] = useDisclosure(false);
  const [helpOpened, help] = useDisclosure(false);
  const typed = useEarlyTyping(paletteOpened);
  const railMounted = useStaysMounted(railOpened);
  const helpMounted = useStaysMounted(helpOpened);
  useShortcuts({ onPalette: palette.toggle, onBeforePalette: () => void loadPalette(), onHelp: help.toggle });

  const pathname = useRouterState({ select: (state) => state.location.pathname });
  useEffect(closeRail, [pathname, closeRail]);

  const rail = { onPalette: palette.open, onBeforePalette: () => void loadPalette(), onHelp: help.open };
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to the page
      </a>
      <MobileBar onMenu={openRail} onPalette={palette.open} />
      <aside className={classes.rail}>
        <Rail {...rail} />
      </aside>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense>{railMounted ? <RailDrawer opened={railOpened} onClose={closeRail} {...rail} /> : null}</Suspense>
      <Suspense>{paletteOpened ? <CommandPalette typed={typed} onClose={palette.close} onHelp={help.open} /> : null}</Suspense>
      <Suspense>{helpMounted ? <ShortcutsHelp opened={helpOpened} onClose={help.close} /> : null}</Suspense>
    </div>
  );
}

/** The frame before it is known who looks: the page's place stays where it will be. */
export function ShellSkeleton() {
  return (
    <div className={classes.shell}>
      <aside className={classes.rail} aria-hidden="true" />
      <main className={classes.main}>
        <PageSkeleton />
      </main>
    </div>
  );
}
