import { Button, Divider, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { authClient } from "../../app/auth-client.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { authMessage } from "./auth-message.ts";
import { Failed } from "./message.tsx";
import classes from "./sign-in.module.css";
import { useSignedIn } from "./use-signed-in.ts";

/** Sign in with e-mail and password, or ask for a link by e-mail. */
export function SignInPage() {
  const search = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const signedIn = useSignedIn();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [byLink, setByLink] = useState(false);

  const signIn = useMutation({
    mutationFn: async () => {
      const { data, error } = await authClient.signIn.email({ email, password });
      if (error) throw new Error(authMessage(error));
      if ("twoFactorRedirect" in data && data.twoFactorRedirect) return navigate({ to: "/sign-in/code", search });
      return signedIn(search.return);
    },
  });
  const sendLink = useMutation({
    mutationFn: async () => {
      const { error } = await authClient.signIn.magicLink({ email, callbackURL: search.return ?? "/" });
      if (error) throw new Error(authMessage(error));
    },
  });
  const attempt = byLink ? sendLink : signIn;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  const change = (byLinkNow: boolean) => {
    setByLink(byLinkNow);
    signIn.reset();
    sendLink.reset();
  };

  return (
    <AuthFrame title="Sign in" footer="On first start, the server prints a one-time link to sign in with.">
      <form onSubmit={submit}>
        <TextInput label="E-mail" type="email" name="email" autoComplete="username" required withAsterisk={false} autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        {byLink ? null : (
          <PasswordInput label="Password" name="password" autoComplete="current-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        )}
        <Failed message={attempt.error?.message ?? null} />
        <div role="status">
          {byLink && sendLink.isSuccess ? <div className={classes.sent}>If {email} has an account here, a link is on its way. It works once, for a few minutes.</div> : null}
        </div>
        <Button type="submit" variant="filled" fullWidth loading={attempt.isPending}>
          {byLink ? "Send me a one-time link" : "Sign in"}
        </Button>
      </form>
      <Divider />
      <button type="button" className={classes.choice} onClick={() => change(!byLink)}>
        {byLink ? "Sign in with a password" : "Sign in with a link by e-mail"}
      </button>
    </AuthFrame>
  );
}
