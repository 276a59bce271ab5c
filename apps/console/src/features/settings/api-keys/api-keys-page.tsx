import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { api } from "../../../app/api.ts";
import { useCan } from "../../../app/session.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Page } from "../../../ui/page.tsx";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { NoPermission } from "../no-permission.tsx";
import classes from "../settings.module.css";
import { CreateKeyDrawer } from "./create-key-drawer.tsx";
import { KeyRow, type ApiKey } from "./key-row.tsx";

/** Keys for programs that read or change this workspace. */
export function ApiKeysPage() {
  const mayRead = useCan("keys:read");
  const keys = useQuery(api.workspace.apiKeys.list.queryOptions({ enabled: mayRead }));
  const [creating, setCreating] = useState(false);
  const create = <CreateKey onClick={() => setCreating(true)} />;
  return (
    <Page
      title="API keys"
      description={<>For programs that read or change this workspace. To send events, a source’s write key is enough.</>}
      actions={keys.data && keys.data.items.length > 0 ? create : null}
    >
      {mayRead ? <Keys keys={keys} create={create} /> : <NoPermission permission="keys:read" what="the API keys" />}
      {/* Not beside its button: that of the empty list goes with the first key, which is still to be shown. */}
      <CreateKeyDrawer opened={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

type KeyList = { items: ApiKey[] };

function Keys({ keys, create }: { keys: UseQueryResult<KeyList>; create: ReactNode }) {
  if (!keys.data)
    return <Card>{keys.error ? <ErrorState error={keys.error} onRetry={() => void keys.refetch()} /> : <LinesSkeleton lines={5} />}</Card>;
  if (keys.data.items.length === 0) {
    return (
      <Card>
        <EmptyState title="No key yet" icon={<IconKey size={26} stroke={1.5} />} action={create}>
          A key lets a program of yours use the API with exactly the permissions that you give it. See the{" "}
          <a className="underlined" href="/api/reference" target="_blank" rel="noreferrer">
            API reference
          </a>
          .
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card flush>
      <ul className={classes.rows} aria-label="API keys">
        {keys.data.items.map((key) => (
          <KeyRow key={key.id} apiKey={key} />
        ))}
      </ul>
    </Card>
  );
}

function CreateKey({ onClick }: { onClick: () => void }) {
  return (
    <AllowedButton permission="keys:write" variant="filled" leftSection={<IconPlus size={15} />} onClick={onClick}>
      New key
    </AllowedButton>
  );
}
