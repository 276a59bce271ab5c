import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import classes from "./settings.module.css";

const parts = [
  { to: "/settings", label: "Workspace" },
  { to: "/settings/members", label: "Members" },
  { to: "/settings/api-keys", label: "API keys" },
  { to: "/settings/security", label: "Security" },
  { to: "/settings/channels", label: "Channels" },
  { to: "/settings/audit", label: "Audit log" },
  { to: "/settings/about", label: "About" },
] as const;

/** The parts of the settings beside the one that is open. */
export function SettingsLayout() {
  const nav = useRef<HTMLElement>(null);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  // On a phone the parts are a row that scrolls: the open one is brought into it.
  useEffect(() => {
    // In a block of its own: newer browsers answer with a promise, which React would take for the way to clean up.
    nav.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <div className={classes.layout}>
      <nav ref={nav} aria-label="Settings" className={classes.nav}>
        {parts.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            className={classes.part}
            activeProps={{ "data-active": true }}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className={classes.content}>
        <Outlet />
      </div>
    </div>
  );
}
