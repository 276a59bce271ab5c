import { Button, Loader } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef } from "react";
import { authClient } from "../../app/auth-client.ts";
import { callAuth } from "../../app/call-auth.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { AuthFrame } from "./auth-frame.tsx";
import { authMessage, mayPass } from "./auth-message.ts";
import { Failed } from "./message.tsx";
import { useSignedIn } from "./use-signed-in.ts";

type AccountState = { hasPassword: boolean; email: string; placeholderEmail: boolean };

/** The token is of no use: none of the failures that may pass. */
class DeadLink extends Error {}

/** Where a one-time link lands: uses the token up and goes on, by way of choosing a password if there is none. */
export function LinkPage() {
  const search = useSearch({ from: "/sign-in/link" });
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const spent = useRef(false);

  const goIn = useMutation({
    mutationFn: async () => {
      if (!search.token)
        throw new DeadLink("This link is not whole: its token is missing. Copy it again, with everything after the question mark.");
      // A token works once: what fails after it was spent goes on from there.
      if (!spent.current) {
        const { error } = await authClient.magicLink.verify({ query: { token: search.token } });
        if (error) throw mayPass(error) ? new Error(authMessage(error)) : new DeadLink(authMessage(error));
        spent.current = true;
      }
      const account = await callAuth<AccountState>("/account-state");
      if (account.hasPassword) return signedIn(search.return);
      const email = account.placeholderEmail ? undefined : account.email;
      return navigate({ to: "/sign-in/account", search: { return: search.return ?? "/welcome", email }, replace: true });
    },
  });
  const begun = useRef(false);
  const begin = useEffectEvent(() => goIn.mutate());
  useEffect(() => {
    // Development's doubled effects must not use the token twice.
    if (begun.current) return;
    begun.current = true;
    begin();
  }, []);

  if (goIn.error === null)
    return (
      <AuthFrame title="Signing you in">
        <div role="status" aria-label="Signing in">
          <Loader size="sm" type="dots" />
        </div>
      </AuthFrame>
    );
  const isDead = goIn.error instanceof DeadLink;
  return (
    <AuthFrame title={isDead ? "This link does not work" : "You are not signed in yet"}>
      <Failed message={goIn.error.message} />
      {isDead ? null : (
        <Button variant="filled" fullWidth onClick={() => goIn.mutate()}>
          Try again
        </Button>
      )}
      <LinkButton to="/sign-in" variant={isDead ? "filled" : "default"} fullWidth>
        Sign in another way
      </LinkButton>
    </AuthFrame>
  );
}
