import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { useSession } from "../session.ts";
import { useSignOut } from "../use-sign-out.ts";
import classes from "./rail.module.css";

/** Who is signed in; theme, shortcuts, sign out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { user, role } = useSession();
  const signOut = useSignOut();
  if (!user) return null;
  return (
    <Menu position="top-start" width={248}>
      <Menu.Target>
        <UnstyledButton className={classes.user}>
          <span className={classes.initials} aria-hidden="true">
            {initialsOf(user.name || user.email)}
          </span>
          <span className={classes.names}>
            <span className={`${classes.userName} truncate`}>{user.name || user.email}</span>
            <span className={classes.userRole}>{role}</span>
          </span>
          <span className="visually-hidden">Account and theme</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <ThemeChoice />
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={15} />} rightSection={<span className="faint small">?</span>} onClick={onHelp}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const themes = [
  { value: "light", label: "Light", icon: IconSun },
  { value: "dark", label: "Dark", icon: IconMoon },
  { value: "auto", label: "As the system", icon: IconDeviceDesktop },
] as const;

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(themes.find((one) => one.value === value)?.value ?? "auto")}>
      {themes.map(({ value, label, icon: Icon }) => (
        <Menu.RadioItem key={value} value={value} rightSection={<Icon size={15} aria-hidden="true" />}>
          {label}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

/** “Maria Torres” → “MT”. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  return (words.length > 1 ? `${words[0]?.[0] ?? ""}${words[1]?.[0] ?? ""}` : name.slice(0, 2)).toUpperCase();
}
