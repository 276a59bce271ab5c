import { Menu, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { AnchoredMenu, type Anchored } from "../../ui/anchored-menu.tsx";
import { useSignOut } from "../use-sign-out.ts";

/** Theme, shortcuts, sign out. */
export default function UserMenu({ email, onHelp, ...anchored }: Anchored & { email: string; onHelp: () => void }) {
  const signOut = useSignOut();
  return (
    <AnchoredMenu {...anchored} position="top-start" width={248}>
      <Menu.Label>{email}</Menu.Label>
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
    </AnchoredMenu>
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
