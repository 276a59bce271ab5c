import { ActionIcon, Button, CopyButton as CopyState, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";

/** Copies `value`. An icon whose name says `what` is copied; with `label` a button with words. */
export function CopyButton({ value, what, label }: { value: string; what: string; label?: string }) {
  return (
    <CopyState value={value} timeout={1500}>
      {({ copied, copy }) => {
        const icon = copied ? <IconCheck size={16} color="var(--good)" /> : <IconCopy size={16} />;
        if (label) {
          return (
            <Button onClick={copy} leftSection={icon}>
              {copied ? "Copied" : label}
            </Button>
          );
        }
        return (
          <Tooltip label={copied ? "Copied" : `Copy ${what}`}>
            <ActionIcon onClick={copy} aria-label={copied ? `Copied ${what}` : `Copy ${what}`}>
              {icon}
            </ActionIcon>
          </Tooltip>
        );
      }}
    </CopyState>
  );
}
