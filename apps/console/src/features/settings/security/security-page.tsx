import { useQuery } from "@tanstack/react-query";
import { callAuth } from "../../../app/call-auth.ts";
import { useSession } from "../../../app/session.ts";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Page } from "../../../ui/page.tsx";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { accountStateKey, type AccountState } from "./account-state.ts";
import { FirstPasswordForm } from "./first-password-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SessionsCard } from "./sessions-card.tsx";
import { TwoFactorCard } from "./two-factor-card.tsx";

/** One's own password, second factor and sessions. They are the same in every workspace. */
export function SecurityPage() {
  const { user } = useSession();
  return (
    <Page title="Security" description={user ? `Of your own account, ${user.email}, in every workspace` : undefined} width="narrow">
      {user ? <Security /> : <EmptyState title="There is nobody to secure">You are here with an API key, not as a person.</EmptyState>}
    </Page>
  );
}

function Security() {
  const account = useQuery({ queryKey: accountStateKey, queryFn: () => callAuth<AccountState>("/account-state") });
  if (!account.data)
    return (
      <Card title="Password">
        {account.error ? <ErrorState error={account.error} onRetry={() => void account.refetch()} /> : <LinesSkeleton />}
      </Card>
    );
  return (
    <>
      <Card title="Password" hint={account.data.hasPassword ? undefined : "not set yet"}>
        {account.data.hasPassword ? <PasswordForm /> : <FirstPasswordForm account={account.data} />}
      </Card>
      <TwoFactorCard hasPassword={account.data.hasPassword} />
      <SessionsCard />
    </>
  );
}
