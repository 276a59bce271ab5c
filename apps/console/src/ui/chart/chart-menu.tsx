import { Menu } from "@mantine/core";
import { IconChartBar, IconDownload, IconTable } from "@tabler/icons-react";
import { AnchoredMenu, type Anchored } from "../anchored-menu.tsx";

type ChartMenuProps = Anchored & { asTable: boolean; onToggle: () => void; onCsv: () => void; onPng: (() => void) | undefined };

/** The same as a table, and both as files. */
export default function ChartMenu({ asTable, onToggle, onCsv, onPng, ...anchored }: ChartMenuProps) {
  return (
    <AnchoredMenu {...anchored} position="bottom-end" width={190}>
      <Menu.Item leftSection={asTable ? <IconChartBar size={15} /> : <IconTable size={15} />} onClick={onToggle}>
        {asTable ? "Show as chart" : "Show as table"}
      </Menu.Item>
      <Menu.Item leftSection={<IconDownload size={15} />} onClick={onCsv}>
        Download CSV
      </Menu.Item>
      {asTable || onPng === undefined ? null : (
        <Menu.Item leftSection={<IconDownload size={15} />} onClick={onPng}>
          Download PNG
        </Menu.Item>
      )}
    </AnchoredMenu>
  );
}
