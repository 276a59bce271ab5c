import { Button, Tooltip, type ButtonProps } from "@mantine/core";
import type { Permission } from "@throughline/contract";
import type { ComponentPropsWithoutRef } from "react";
import { useSession } from "../app/session.ts";
import { whyNot } from "../app/who-may.ts";

type AllowedButtonProps = ButtonProps &
  Omit<ComponentPropsWithoutRef<"button">, keyof ButtonProps> & {
    permission: Permission;
    /** Another reason why it cannot be done now; said in the same way. */
    unless?: string | null;
  };

/** A button for an action that not everybody may take. Where it is not possible it stays, out of use, and says why on hover and focus. */
export function AllowedButton({ permission, unless = null, ...button }: AllowedButtonProps) {
  const { permissions, role } = useSession();
  const reason = permissions.includes(permission) ? unless : whyNot(permission, role);
  if (reason === null) return <Button {...button} />;
  return (
    <Tooltip label={reason} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <Button
        {...button}
        type="button"
        variant="default"
        color={undefined}
        data-disabled
        aria-disabled
        onClick={(event) => event.preventDefault()}
      />
    </Tooltip>
  );
}
