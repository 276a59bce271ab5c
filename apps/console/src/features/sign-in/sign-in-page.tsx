import { Button, Divider, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState, type FormEvent } from "react";
import { authClient } from "../../app/auth-client.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { authMessage } from "./auth-message.ts";
import { Failed } from "./message.tsx";
import classes from "./sign-in.module.css";
import { useSignedIn } from "./use-signed-in.ts";

const ways = ["password", "link", "reset"] as const;
type Way = (typeof ways)[number];
const words: Record<Way, { title: string; offer: string; action: string; sent?: string }> = {
  password: { title: "Sign in", offer: "Sign in with a password", action: "Sign in" },
  link: {
    title: "Sign in by e-mail",
    offer: "Sign in with a link by e-mail",
    action: "Send me a one-time link",
    sent: "a link is on its way. It works once, for half an hour.",
  },
  reset: {
    title: "Forgotten password",
    offer: "I forgot my password",
    action: "Send me a link to choose a new one",
    sent: "a link to choose a new password is on its way. It works for an hour.",
  },
};

/** Sign in with e-mail and password, by a link sent by e-mail, or ask to choose a new password. */
export function SignInPage() {
  const search = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const signedIn = useSignedIn();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [way, setWay] = useState<Way>("password");
  const emailInput = useRef<HTMLInputElement>(null);

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
  const sendReset = useMutation({
    mutationFn: async () => {
      const { error } = await authClient.requestPasswordReset({ email });
      if (error) throw new Error(authMessage(error));
    },
  });
  const attempt = { password: signIn, link: sendLink, reset: sendReset }[way];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  const change = (chosen: Way) => {
    setWay(chosen);
    // The button that was pressed is gone: the keyboard goes on with the form.
    emailInput.current?.focus();
    for (const mutation of [signIn, sendLink, sendReset]) mutation.reset();
  };
  const { title, action, sent } = words[way];

  return (
    <AuthFrame title={title} footer="On first start, the server prints a one-time link to sign in with.">
      <form onSubmit={submit}>
        <TextInput
          ref={emailInput}
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {way === "password" ? (
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        ) : null}
        <Failed message={attempt.error?.message ?? null} />
        {sent && attempt.isSuccess ? (
          <div role="status" className={classes.sent}>
            If {email} has an account here, {sent}
          </div>
        ) : null}
        <Button type="submit" variant="filled" fullWidth loading={attempt.isPending}>
          {action}
        </Button>
      </form>
      <Divider />
      <div className={classes.ways}>
        {ways
          .filter((other) => other !== way)
          .map((other) => (
            <button key={other} type="button" className={classes.choice} onClick={() => change(other)}>
              {words[other].offer}
            </button>
          ))}
      </div>
    </AuthFrame>
  );
}
