import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { callAuth } from "../../../app/call-auth.ts";
import { notifyDone } from "../../../app/notify.ts";
import { sessionQuery, useSession } from "../../../app/session.ts";
import { shortestPassword } from "../../sign-in/index.ts";
import classes from "../settings.module.css";
import { accountStateKey, type AccountState } from "./account-state.ts";

/** For who came by a link: gives the account a name, an address and a first password, so that one can come back. */
export function FirstPasswordForm({ account }: { account: AccountState }) {
  const queryClient = useQueryClient();
  const { user } = useSession();
  const [name, setName] = useState(user?.name ?? "");
  const [email, setEmail] = useState(account.placeholderEmail ? "" : account.email);
  const [password, setPassword] = useState("");
  const save = useMutation({
    mutationFn: () => callAuth("/set-up-account", { name: name.trim(), email: email.trim(), password }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: accountStateKey }),
        queryClient.invalidateQueries({ queryKey: sessionQuery().queryKey }),
      ]);
      notifyDone("The account is yours: you can sign in with this e-mail and password.");
    },
  });
  const failure = save.error instanceof ApiError ? save.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={classes.narrowForm} onSubmit={submit}>
      <p className="dim">You came by a link, which works once. With an e-mail and a password you can come back.</p>
      <TextInput
        label="Your name"
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={80}
        error={failure?.issueOf("name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        error={failure?.issueOf("email")}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        description={`At least ${shortestPassword} characters`}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={shortestPassword}
        error={failure?.issueOf("password")}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {save.error && (failure?.issues.length ?? 0) === 0 ? (
        <p role="alert" className={classes.bleeds}>
          {save.error.message}
        </p>
      ) : null}
      <div>
        <Button
          type="submit"
          variant="filled"
          loading={save.isPending}
          disabled={name.trim() === "" || email.trim() === "" || password.length < shortestPassword}
        >
          Set the password
        </Button>
      </div>
    </form>
  );
}
