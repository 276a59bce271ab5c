import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import classes from "../settings.module.css";

type WithPasswordProps = {
  label: string;
  lead: string;
  act: (password: string) => Promise<void>;
  onCancel: () => void;
  destructive?: boolean;
};

/** Asks for the password before something about the account changes; says why when it was refused. */
export function WithPassword({ label, lead, act, onCancel, destructive = false }: WithPasswordProps) {
  const [password, setPassword] = useState("");
  const run = useMutation({ mutationFn: act });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate(password);
  };
  return (
    <form className={classes.narrowForm} onSubmit={submit}>
      <p className="dim">{lead}</p>
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        autoFocus
        error={run.error?.message}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" color={destructive ? "bleed" : undefined} loading={run.isPending} disabled={password === ""}>
          {label}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
