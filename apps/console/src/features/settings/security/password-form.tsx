import { Button, Checkbox, PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { authClient } from "../../../app/auth-client.ts";
import { notifyDone } from "../../../app/notify.ts";
import { shortestPassword } from "../../sign-in/index.ts";
import classes from "../settings.module.css";
import { authCall } from "./auth-call.ts";
import { sessionsKey } from "./sessions-card.tsx";

/** Changes the password; other sessions end with it unless told otherwise. */
export function PasswordForm() {
  const queryClient = useQueryClient();
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");
  const [others, setOthers] = useState(true);
  const change = useMutation({
    mutationFn: () => authCall(authClient.changePassword({ currentPassword, newPassword, revokeOtherSessions: others })),
    onSuccess: async () => {
      setCurrent("");
      setNew("");
      notifyDone("Your password is changed.");
      await queryClient.invalidateQueries({ queryKey: sessionsKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form className={classes.narrowForm} onSubmit={submit}>
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={currentPassword}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password"
        description={`At least ${shortestPassword} characters`}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={shortestPassword}
        value={newPassword}
        onChange={(event) => setNew(event.currentTarget.value)}
      />
      <Checkbox label="Sign out everywhere else" checked={others} onChange={(event) => setOthers(event.currentTarget.checked)} />
      {change.error ? (
        <p role="alert" className={classes.bleeds}>
          {change.error.message}
        </p>
      ) : null}
      <div>
        <Button type="submit" loading={change.isPending} disabled={currentPassword === "" || newPassword.length < shortestPassword}>
          Change password
        </Button>
      </div>
    </form>
  );
}
