import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { authClient } from "../../app/auth-client.ts";
import { callAuth } from "../../app/call-auth.ts";
import { chooseWorkspace } from "../../app/workspace-choice.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { AuthFrame } from "./auth-frame.tsx";
import { Failed } from "./message.tsx";
import { shortestPassword } from "./password-rule.ts";
import { useSignedIn } from "./use-signed-in.ts";

type Invitation = { workspace: string; email: string; role: string; hasAccount: boolean; expiresAt: string };

/** Where an invitation lands: somebody new gives a name and a password; somebody who has an account joins with it. */
export function InvitationPage() {
  const { token } = useParams({ from: "/invite/$token" });
  const invitation = useQuery({
    queryKey: ["auth", "invitation", token],
    queryFn: () => callAuth<Invitation>(`/invitation?token=${encodeURIComponent(token)}`),
    retry: false,
  });
  const session = useQuery({ queryKey: ["auth", "session"], queryFn: async () => (await authClient.getSession()).data, retry: false });

  if (invitation.error) {
    const again = mayPass(invitation.error);
    return (
      <AuthFrame title={again ? "The invitation could not be read" : "This invitation does not work"}>
        <Failed
          message={isCutOff(invitation.error) ? "This link is not whole. Copy it again, to its last letter." : invitation.error.message}
        />
        {again ? (
          <Button variant="filled" fullWidth loading={invitation.isFetching} onClick={() => void invitation.refetch()}>
            Try again
          </Button>
        ) : null}
        <LinkButton to="/sign-in" fullWidth>
          Sign in
        </LinkButton>
      </AuthFrame>
    );
  }
  if (!invitation.data || session.isPending) {
    return (
      <AuthFrame title="You are invited">
        <LinesSkeleton lines={3} />
      </AuthFrame>
    );
  }
  const { workspace, email, role, hasAccount } = invitation.data;
  const title = `Join ${workspace}`;
  if (!hasAccount) return <Register token={token} title={title} email={email} role={role} />;
  if (session.data?.user.email === email) return <Join token={token} title={title} email={email} role={role} />;
  return (
    <AuthFrame title={title} lead={`You are invited as ${role}. ${email} has an account here: sign in with it to join.`}>
      <LinkButton to={`/sign-in?return=${encodeURIComponent(`/invite/${token}`)}`} variant="filled" fullWidth>
        Sign in to join
      </LinkButton>
    </AuthFrame>
  );
}

const passing = new Set<string>(["unavailable", "internal", "rate_limited"]);
const mayPass = (error: Error) => error instanceof ApiError && passing.has(error.code);
const isCutOff = (error: Error) => error instanceof ApiError && error.code === "invalid_input";

type JoinProps = { token: string; title: string; email: string; role: string };

function useAccept(token: string) {
  const signedIn = useSignedIn();
  return useMutation({
    mutationFn: async (account: { name?: string; password?: string }) => {
      const { workspaceId } = await callAuth<{ workspaceId: string }>("/invitation/accept", { token, ...account });
      chooseWorkspace(workspaceId);
      await signedIn("/");
    },
  });
}

function Join({ token, title, email, role }: JoinProps) {
  const accept = useAccept(token);
  return (
    <AuthFrame title={title} lead={`You are invited as ${role}, and signed in as ${email}.`}>
      <Failed message={accept.error?.message ?? null} />
      <Button variant="filled" fullWidth loading={accept.isPending} onClick={() => accept.mutate({})}>
        Join
      </Button>
    </AuthFrame>
  );
}

function Register({ token, title, email, role }: JoinProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const accept = useAccept(token);
  const issueOf = (field: string) => (accept.error instanceof ApiError ? accept.error.issueOf(field) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate({ name: name.trim(), password });
  };
  return (
    <AuthFrame title={title} lead={`You are invited as ${role}. Choose how colleagues see you, and a password.`}>
      <form onSubmit={submit}>
        <TextInput label="E-mail" type="email" name="email" autoComplete="username" readOnly value={email} />
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
        <Failed message={accept.error?.message ?? null} />
        <Button type="submit" variant="filled" fullWidth loading={accept.isPending}>
          Create account and join
        </Button>
      </form>
    </AuthFrame>
  );
}
