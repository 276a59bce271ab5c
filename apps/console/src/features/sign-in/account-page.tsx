import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { callAuth } from "../../app/call-auth.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { Failed } from "./message.tsx";
import { shortestPassword } from "./password-rule.ts";
import classes from "./sign-in.module.css";
import { useSignedIn } from "./use-signed-in.ts";

/** Who came by a link and has no password yet, such as the first owner: gives name, e-mail and password, or leaves it for later. */
export function AccountPage() {
  const search = useSearch({ from: "/sign-in/account" });
  const signedIn = useSignedIn();
  const [name, setName] = useState("");
  const [email, setEmail] = useState(search.email ?? "");
  const [password, setPassword] = useState("");
  const save = useMutation({
    mutationFn: async () => {
      await callAuth("/set-up-account", { name: name.trim(), email, password });
      await signedIn(search.return);
    },
  });
  const issueOf = (field: string) => (save.error instanceof ApiError ? save.error.issueOf(field) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <AuthFrame title="Make this account yours" lead="Links work once. With an e-mail and a password you can come back.">
      <form onSubmit={submit}>
        <TextInput
          label="Your name"
          name="name"
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={80}
          autoFocus
          error={issueOf("name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          error={issueOf("email")}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          description={`At least ${shortestPassword} characters`}
          name="password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={shortestPassword}
          error={issueOf("password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Failed message={save.error?.message ?? null} />
        <Button type="submit" variant="filled" fullWidth loading={save.isPending}>
          Save and go on
        </Button>
      </form>
      <button type="button" className={classes.choice} onClick={() => void signedIn(search.return)}>
        Later
      </button>
    </AuthFrame>
  );
}
