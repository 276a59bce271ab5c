import { Button, Checkbox, PinInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useRef, useState, type FormEvent } from "react";
import { authClient } from "../../app/auth-client.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { AuthFrame } from "./auth-frame.tsx";
import { authMessage } from "./auth-message.ts";
import { Failed } from "./message.tsx";
import classes from "./sign-in.module.css";
import { useSignedIn } from "./use-signed-in.ts";

/** The second factor: the code of the authenticator app, or a backup code. */
export function CodePage() {
  const search = useSearch({ from: "/sign-in/code" });
  const signedIn = useSignedIn();
  const [backup, setBackup] = useState(false);
  const [code, setCode] = useState("");
  const [trustDevice, setTrustDevice] = useState(false);
  const digits = useRef<HTMLDivElement>(null);

  const verify = useMutation({
    mutationFn: async (given: string) => {
      const { error } = backup
        ? await authClient.twoFactor.verifyBackupCode({ code: given.trim(), trustDevice })
        : await authClient.twoFactor.verifyTotp({ code: given, trustDevice });
      if (error) throw new Error(authMessage(error));
      await signedIn(search.return);
    },
    onError: () => {
      setCode("");
      // The next code begins where codes begin, not in the last digit.
      digits.current?.querySelector("input")?.focus();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate(code);
  };
  const change = () => {
    setBackup(!backup);
    setCode("");
    verify.reset();
  };

  return (
    <AuthFrame
      title={backup ? "Enter a backup code" : "Enter your code"}
      lead={
        backup
          ? "One of the codes that you kept when you set two-factor sign-in up. Each works once."
          : "The six digits that your authenticator app shows for Throughline."
      }
      footer={<TextLink to="/sign-in">Start again</TextLink>}
    >
      <form onSubmit={submit}>
        {backup ? (
          <TextInput
            label="Backup code"
            name="code"
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            autoFocus
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        ) : (
          <PinInput
            length={6}
            type="number"
            oneTimeCode
            placeholder=""
            autoFocus
            size="md"
            className={classes.digits}
            rootRef={digits}
            role="group"
            aria-label="Code"
            getInputProps={(index) => ({ "aria-label": `Digit ${index + 1} of the code` })}
            error={verify.isError}
            value={code}
            onChange={setCode}
            onComplete={(complete) => verify.mutate(complete)}
          />
        )}
        <Checkbox
          size="xs"
          label="Do not ask again on this device for 30 days"
          checked={trustDevice}
          onChange={(event) => setTrustDevice(event.currentTarget.checked)}
        />
        <Failed message={verify.error?.message ?? null} />
        <Button
          type="submit"
          variant="filled"
          fullWidth
          loading={verify.isPending}
          disabled={backup ? code.trim() === "" : code.length < 6}
        >
          Sign in
        </Button>
      </form>
      <button type="button" className={classes.choice} onClick={change}>
        {backup ? "Use my authenticator app" : "I cannot use my authenticator app"}
      </button>
    </AuthFrame>
  );
}
