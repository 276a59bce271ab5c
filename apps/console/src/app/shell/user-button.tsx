import { UnstyledButton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useMenuButton } from "../../ui/use-menu-button.ts";
import { useSession } from "../session.ts";
import { initialsOf } from "./initials-of.ts";
import classes from "./rail.module.css";

const load = () => import("./user-menu.tsx");
const UserMenu = lazy(load);

/** Who is signed in, and the way to theme, shortcuts and sign-out. */
export function UserButton({ onHelp }: { onHelp: () => void }) {
  const { user, role } = useSession();
  const menu = useMenuButton(load);
  if (!user) return null;
  const name = user.name || user.email;
  return (
    <>
      <UnstyledButton className={classes.user} {...menu.button}>
        <span className={classes.initials} aria-hidden="true">
          {initialsOf(name)}
        </span>
        <span className={classes.names}>
          <span className={`${classes.userName} truncate`}>{name}</span>
          <span className={classes.userRole}>{role}</span>
        </span>
        <span className="visually-hidden">Account and theme</span>
      </UnstyledButton>
      <Suspense>{menu.opened ? <UserMenu {...menu.anchored} email={user.email} onHelp={onHelp} /> : null}</Suspense>
    </>
  );
}
