import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { authClient } from "../../app/auth-client.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { AuthFrame } from "./auth-frame.tsx";
import { authMessage } from "./auth-message.ts";
import { Failed } from "./message.tsx";
import { shortestPassword } from "./password-rule.ts";
import classes from "./sign-in.module.css";

/** Where the mail of a forgotten password leads: choose a new one. */
export function ResetPage() {
  const { token } = useSearch({ from: "/sign-in/reset" });
  const [password, setPassword] = useState("");
  const reset = useMutation({
    mutationFn: async () => {
      const { error } = await authClient.resetPassword({ newPassword: password, token });
      if (error) throw new Error(authMessage(error));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  if (reset.isSuccess) {
    return (
      <AuthFrame title="Your password is changed">
        <div role="status" className={classes.sent}>
          Every session was ended. Sign in with the new password.
        </div>
        <LinkButton to="/sign-in" variant="filled" fullWidth>
          Sign in
        </LinkButton>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Choose a new password" lead="It ends every session that you have, here and elsewhere.">
      <form onSubmit={submit}>
        <PasswordInput
          label="New password"
          description={`At least ${shortestPassword} characters`}
          name="password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={shortestPassword}
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Failed message={reset.error?.message ?? null} />
        <Button type="submit" variant="filled" fullWidth loading={reset.isPending}>
          Change password
        </Button>
      </form>
    </AuthFrame>
  );
}
