import { Button } from "@mantine/core";
import { useState } from "react";
import { useSession } from "../../../app/session.ts";
import { Card } from "../../../ui/card.tsx";
import { Chip } from "../../../ui/chip.tsx";
import classes from "../settings.module.css";
import { SetUpTwoFactor } from "./set-up-two-factor.tsx";
import { WithPassword } from "./with-password.tsx";
import { authClient } from "../../../app/auth-client.ts";
import { authCall } from "./auth-call.ts";
import { BackupCodes } from "./backup-codes.tsx";
import { useRefreshSession } from "./use-refresh-session.ts";

/** A code from the phone beside the password: set up, new backup codes, turned off. */
export function TwoFactorCard({ hasPassword }: { hasPassword: boolean }) {
  const { user } = useSession();
  const [doing, setDoing] = useState<"set-up" | "codes" | "off" | null>(null);
  const done = () => setDoing(null);
  const on = user?.twoFactor === true;
  return (
    <Card title="Two-factor sign-in" hint={on ? <Chip tone="good">On</Chip> : "off"}>
      {doing === "set-up" ? <SetUpTwoFactor onDone={done} /> : null}
      {doing === "codes" ? <NewBackupCodes onDone={done} /> : null}
      {doing === "off" ? <TurnOff onDone={done} /> : null}
      {doing === null ? (
        <div className={classes.form}>
          <p className="dim">
            {on
              ? "Signing in takes your password and a code from your phone. One-time links do not sign you in any more."
              : hasPassword
                ? "With it, signing in takes your password and a code from an app on your phone. Somebody who only knows the password cannot get in."
                : "Set a password first; the second factor comes beside it."}
          </p>
          <div className={classes.buttons}>
            {on ? (
              <>
                <Button onClick={() => setDoing("codes")}>New backup codes</Button>
                <Button onClick={() => setDoing("off")}>Turn it off</Button>
              </>
            ) : (
              <Button variant="filled" disabled={!hasPassword} onClick={() => setDoing("set-up")}>
                Set it up
              </Button>
            )}
          </div>
        </div>
      ) : null}
    </Card>
  );
}

function NewBackupCodes({ onDone }: { onDone: () => void }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <BackupCodes codes={codes} onDone={onDone} />;
  return (
    <WithPassword
      label="Make new codes"
      lead="The old ones stop working."
      act={async (password) => setCodes((await authCall(authClient.twoFactor.generateBackupCodes({ password }))).backupCodes)}
      onCancel={onDone}
    />
  );
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const refresh = useRefreshSession();
  return (
    <WithPassword
      label="Turn it off"
      lead="From then on your password alone signs you in."
      destructive
      act={async (password) => {
        await authCall(authClient.twoFactor.disable({ password }));
        await refresh();
        onDone();
      }}
      onCancel={onDone}
    />
  );
}
