import { UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Place } from "../navigation.ts";
import { usePlaces } from "../use-places.ts";
import { paletteKeys } from "./keys.ts";
import classes from "./rail.module.css";
import { UserButton } from "./user-button.tsx";
import { WorkspaceSwitcher } from "./workspace-switcher.tsx";

export type RailProps = {
  onPalette: () => void;
  /** The palette is about to be opened. */
  onBeforePalette: () => void;
  onHelp: () => void;
  onNavigate?: () => void;
};

/** The left rail: workspace, search, places, user. */
export function Rail({ onPalette, onBeforePalette, onHelp, onNavigate }: RailProps) {
  const places = usePlaces();
  const of = (section: Place["section"]) => places.filter((place) => place.section === section);
  const data = of("data");
  const openPalette = () => {
    onNavigate?.();
    onPalette();
  };
  return (
    <div className={classes.rail}>
      <WorkspaceSwitcher />
      <UnstyledButton className={classes.search} onPointerEnter={onBeforePalette} onFocus={onBeforePalette} onClick={openPalette}>
        <span>Search or jump to…</span>
        <span className={classes.keys}>{paletteKeys}</span>
      </UnstyledButton>
      <nav aria-label="Main" className={classes.nav}>
        <Places places={of("main")} />
        {data.length > 0 ? (
          <div role="group" aria-labelledby="rail-data">
            <div id="rail-data" className={classes.section}>
              Data
            </div>
            <Places places={data} />
          </div>
        ) : null}
        <div className={classes.space} />
        <Places places={of("end")} />
      </nav>
      <UserButton onHelp={onHelp} />
    </div>
  );
}

function Places({ places }: { places: readonly Place[] }) {
  return places.map(({ to, label, icon: Icon }) => (
    <Link
      key={to}
      to={to}
      className={classes.place}
      activeProps={{ "data-active": true }}
      activeOptions={{ exact: to === "/" || to === "/insights", includeSearch: false }}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      {label}
    </Link>
  ));
}
