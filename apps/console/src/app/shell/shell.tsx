import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { MobileBar } from "./mobile-bar.tsx";
import { Rail } from "./rail.tsx";
import { ShortcutsHelp } from "./shortcuts-help.tsx";
import classes from "./shell.module.css";
import { useShortcuts } from "./use-shortcuts.ts";

const loadPalette = () => import("./command-palette.tsx").then((module) => ({ default: module.CommandPalette }));
const CommandPalette = lazy(loadPalette);

/** The frame around every page: rail, palette, shortcuts, and the page itself. */
export function Shell() {
  const [railOpened, { open: openRail, close: closeRail }] = useDisclosure(false);
  const [paletteOpened, palette] = useDisclosure(false);
  const [helpOpened, help] = useDisclosure(false);
  useShortcuts({ onPalette: palette.toggle, onHelp: help.toggle });

  const pathname = useRouterState({ select: (state) => state.location.pathname });
  useEffect(closeRail, [pathname, closeRail]);

  // Not part of the first load, but there when its keys are pressed: what is typed at once must not be lost.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1000);
    return () => clearTimeout(timer);
  }, []);

  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to the page
      </a>
      <MobileBar onMenu={openRail} onPalette={palette.open} />
      <aside className={classes.rail}>
        <Rail onPalette={palette.open} onHelp={help.open} />
      </aside>
      <Drawer.Root opened={railOpened} onClose={closeRail} size={264}>
        <Drawer.Overlay />
        <Drawer.Content aria-label="Menu">
          <Drawer.Body p={0} className={classes.drawer}>
            <Rail onPalette={palette.open} onHelp={help.open} onNavigate={closeRail} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense>{paletteOpened ? <CommandPalette onClose={palette.close} onHelp={help.open} /> : null}</Suspense>
      <ShortcutsHelp opened={helpOpened} onClose={help.close} />
    </div>
  );
}
