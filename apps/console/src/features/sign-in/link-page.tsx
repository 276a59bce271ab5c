import { Loader } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { authClient } from "../../app/auth-client.ts";
import { callAuth } from "../../app/call-auth.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { AuthFrame } from "./auth-frame.tsx";
import { authMessage } from "./auth-message.ts";
import { Failed } from "./message.tsx";
import { useSignedIn } from "./use-signed-in.ts";

type AccountState = { hasPassword: boolean; email: string; placeholderEmail: boolean };

/** Where a one-time link lands: uses the token up and goes on, by way of choosing a password if there is none. */
export function LinkPage() {
  const search = useSearch({ from: "/sign-in/link" });
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string | null>(
    search.token ? null : "This link is not whole: its token is missing. Copy it again, with everything after the question mark.",
  );
  const used = useRef(false);

  useEffect(() => {
    const { token } = search;
    // A token works once: development's doubled effects must not use it twice.
    if (!token || used.current) return;
    used.current = true;
    spend(token).catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));

    async function spend(spent: string) {
      const { error } = await authClient.magicLink.verify({ query: { token: spent } });
      if (error) {
        setFailure(authMessage(error));
        return;
      }
      const account = await callAuth<AccountState>("/account-state");
      if (account.hasPassword) return signedIn(search.return);
      const email = account.placeholderEmail ? undefined : account.email;
      return navigate({ to: "/sign-in/account", search: { return: search.return ?? "/welcome", email }, replace: true });
    }
  }, [search, signedIn, navigate]);

  return (
    <AuthFrame title={failure === null ? "Signing you in" : "This link does not work"}>
      {failure === null ? (
        <div role="status" aria-label="Signing in">
          <Loader size="sm" type="dots" />
        </div>
      ) : (
        <>
          <Failed message={failure} />
          <LinkButton to="/sign-in" variant="filled" fullWidth>
            Sign in another way
          </LinkButton>
        </>
      )}
    </AuthFrame>
  );
}
