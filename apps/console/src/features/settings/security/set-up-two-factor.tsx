import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { QRCodeSVG } from "qrcode.react";
import { useState, type FormEvent } from "react";
import { authClient } from "../../../app/auth-client.ts";
import { notifyDone } from "../../../app/notify.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import classes from "../settings.module.css";
import { authCall } from "./auth-call.ts";
import { BackupCodes } from "./backup-codes.tsx";
import { useRefreshSession } from "./use-refresh-session.ts";
import { WithPassword } from "./with-password.tsx";

type Secret = { totpURI: string; backupCodes: string[] };

/** Password, then the code to scan, then a first code as proof, then the backup codes. It is on once the proof is right. */
export function SetUpTwoFactor({ onDone }: { onDone: () => void }) {
  const [secret, setSecret] = useState<Secret | null>(null);
  const [proved, setProved] = useState(false);
  const refresh = useRefreshSession();
  if (secret === null) {
    return (
      <WithPassword
        label="Go on"
        lead="First, that it is you."
        act={async (password) => setSecret(await enable(password))}
        onCancel={onDone}
      />
    );
  }
  if (!proved) {
    const nowOn = () => {
      setProved(true);
      notifyDone("Two-factor sign-in is on.");
      void refresh();
    };
    return <Prove totpURI={secret.totpURI} onProved={nowOn} onCancel={onDone} />;
  }
  return <BackupCodes codes={secret.backupCodes} onDone={onDone} />;
}

async function enable(password: string): Promise<Secret> {
  const answer = await authCall(authClient.twoFactor.enable({ password }));
  if (!("totpURI" in answer)) throw new Error("The server offers another kind of second factor than an authenticator app.");
  return answer;
}

function Prove({ totpURI, onProved, onCancel }: { totpURI: string; onProved: () => void; onCancel: () => void }) {
  const [code, setCode] = useState("");
  const key = new URL(totpURI).searchParams.get("secret") ?? "";
  const verify = useMutation({ mutationFn: () => authCall(authClient.twoFactor.verifyTotp({ code })), onSuccess: onProved });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className="dim">Scan this with an authenticator app, such as the one of your password manager, and type the code that it shows.</p>
      <div className={classes.factor}>
        <div className={classes.qr}>
          <QRCodeSVG value={totpURI} size={168} title="QR code for your authenticator app" />
        </div>
        <div className={classes.form}>
          <div>
            <div className="dim small">Cannot scan? Type this key:</div>
            <span className={classes.copyable}>
              <code>{key.replace(/(.{4})(?=.)/g, "$1 ")}</code>
              <CopyButton value={key} what="the key" />
            </span>
          </div>
          <TextInput
            label="Code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            w={140}
            autoFocus
            error={verify.error?.message}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, ""))}
          />
        </div>
      </div>
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" loading={verify.isPending} disabled={code.length !== 6}>
          Turn it on
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
