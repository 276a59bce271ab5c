import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { authClient } from "../../app/auth-client.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { AuthFrame } from "./auth-frame.tsx";
import { authMessage } from "./auth-message.ts";
import { Failed } from "./message.tsx";
import { useSignedIn } from "./use-signed-in.ts";

const shortestPassword = 12;

/** Where an invitation lands: who is signed in joins; who is new gives a name and a password first. */
export function InvitationPage() {
  const { invitationId } = useParams({ from: "/invite/$invitationId" });
  const session = useQuery({ queryKey: ["auth", "session"], queryFn: async () => (await authClient.getSession()).data, retry: false });
  if (session.isPending) {
    return (
      <AuthFrame title="You are invited">
        <LinesSkeleton lines={3} />
      </AuthFrame>
    );
  }
  return session.data ? <Join invitationId={invitationId} email={session.data.user.email} /> : <Register invitationId={invitationId} />;
}

async function accept(invitationId: string): Promise<void> {
  const { error } = await authClient.organization.acceptInvitation({ invitationId });
  if (error) throw new Error(authMessage(error));
}

function Join({ invitationId, email }: { invitationId: string; email: string }) {
  const signedIn = useSignedIn();
  const join = useMutation({
    mutationFn: async () => {
      await accept(invitationId);
      await signedIn("/");
    },
  });
  return (
    <AuthFrame title="You are invited" lead={`You are signed in as ${email}.`}>
      <Failed message={join.error?.message ?? null} />
      <Button variant="filled" fullWidth loading={join.isPending} onClick={() => join.mutate()}>
        Join the workspace
      </Button>
    </AuthFrame>
  );
}

function Register({ invitationId }: { invitationId: string }) {
  const search = useSearch({ from: "/invite/$invitationId" });
  const signedIn = useSignedIn();
  const [email, setEmail] = useState(search.email ?? "");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const register = useMutation({
    mutationFn: async () => {
      const { error } = await authClient.signUp.email({ email, name, password });
      if (error) throw new Error(authMessage(error));
      await accept(invitationId);
      await signedIn("/");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    register.mutate();
  };
  return (
    <AuthFrame
      title="You are invited"
      lead="Choose how colleagues see you, and a password."
      footer={
        <>
          Already have an account? <TextLink to={`/sign-in?return=${encodeURIComponent(`/invite/${invitationId}`)}`}>Sign in to join</TextLink>
        </>
      }
    >
      <form onSubmit={submit}>
        <TextInput label="E-mail" description={search.email ? undefined : "The address that the invitation was sent to"} type="email" name="email" autoComplete="username" required withAsterisk={false} readOnly={search.email !== undefined} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <TextInput label="Your name" name="name" autoComplete="name" required withAsterisk={false} autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <PasswordInput label="Password" description={`At least ${shortestPassword} characters`} name="password" autoComplete="new-password" required withAsterisk={false} minLength={shortestPassword} value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <Failed message={register.error?.message ?? null} />
        <Button type="submit" variant="filled" fullWidth loading={register.isPending}>
          Create account and join
        </Button>
      </form>
    </AuthFrame>
  );
}
