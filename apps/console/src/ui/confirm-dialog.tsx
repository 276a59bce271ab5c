import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";

type ConfirmDialogProps = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, and what cannot be taken back. */
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  onConfirm: () => void;
  busy?: boolean;
  /** For what cannot be taken back. */
  destructive?: boolean;
  /** The user types this first. For the gravest things only. */
  typeToConfirm?: string;
};

/** Asks before something that matters. The caller closes it when done, so that a failure can be shown. */
export function ConfirmDialog({
  opened,
  onClose,
  title,
  children,
  confirmLabel,
  cancelLabel = "Cancel",
  onConfirm,
  busy = false,
  destructive = false,
  typeToConfirm,
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState("");
  const close = () => {
    setTyped("");
    onClose();
  };
  const allowed = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  return (
    <Modal opened={opened} onClose={close} title={title} size={440}>
      <Stack gap={16}>
        <div className="dim">{children}</div>
        {typeToConfirm === undefined ? null : (
          <TextInput
            data-autofocus
            label={`Type “${typeToConfirm}” to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        <Group justify="flex-end" gap={8}>
          <Button onClick={close} data-autofocus={destructive || undefined}>
            {cancelLabel}
          </Button>
          <Button
            data-autofocus={destructive ? undefined : true}
            variant="filled"
            color={destructive ? "bleed" : undefined}
            loading={busy}
            disabled={!allowed}
            onClick={onConfirm}
          >
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
