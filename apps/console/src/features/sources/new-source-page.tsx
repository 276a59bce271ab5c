import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { api } from "../../app/api.ts";
import { useCan, useSession } from "../../app/session.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { FirstEvent, freeName, isSdkId, SdkChoice, sdkOf, Step, type Sdk } from "../welcome/index.ts";
import { Snippets } from "./snippets.tsx";
import classes from "./sources.module.css";

/** A new source in four steps: what feeds it, its name, the snippet, and its first event as it arrives. The URL keeps the place. */
export function NewSourcePage() {
  const { workspace } = useSession();
  const mayCreate = useCan("sources:write");
  const search = useSearch({ from: "/shell/data/sources/new" });
  const navigate = useNavigate();
  const sources = useQuery(api.sources.list.queryOptions());
  if (workspace.isSample || !mayCreate) {
    return (
      <Page title="New source">
        <EmptyState
          title={workspace.isSample ? "This workspace holds sample data" : "You may not add sources"}
          action={
            <LinkButton to={workspace.isSample ? "/welcome" : "/data/sources"}>
              {workspace.isSample ? "Connect my product" : "Back to the sources"}
            </LinkButton>
          }
        >
          {workspace.isSample
            ? "Your own product gets a workspace of its own, so that sample data never mixes with it."
            : "Ask an owner, an admin or an editor of this workspace."}
        </EmptyState>
      </Page>
    );
  }
  if (!sources.data) {
    return (
      <Page title="New source">
        {sources.error ? <ErrorState error={sources.error} onRetry={() => void sources.refetch()} /> : <LinesSkeleton lines={6} />}
      </Page>
    );
  }
  const sdk = isSdkId(search.sdk) ? sdkOf(search.sdk) : null;
  const source = sources.data.items.find(({ id }) => id === search.source);
  const taken = new Set(sources.data.items.map(({ name }) => name));
  return (
    <Page
      title="New source"
      description="It gets a write key of its own: what it sends can be told apart, limited, and stopped."
      width="narrow"
    >
      <Step number={1} title="What sends the events?" done={sdk !== null}>
        <SdkChoice
          chosen={sdk?.id ?? null}
          onChoose={(id) => void navigate({ to: "/data/sources/new", search: { ...search, sdk: id }, replace: true, resetScroll: false })}
        />
      </Step>
      {sdk ? (
        <Step number={2} title="What is it called?" done={source !== undefined}>
          {source ? (
            <b>{source.name}</b>
          ) : (
            <CreateForm
              key={sdk.id}
              sdk={sdk}
              taken={taken}
              onCreated={(id) => void navigate({ to: "/data/sources/new", search: { sdk: sdk.id, source: id }, resetScroll: false })}
            />
          )}
        </Step>
      ) : null}
      {sdk && source ? (
        <>
          <Step number={3} title="Put it in" lead={sdk.advice}>
            <Snippets sdk={sdk} writeKey={source.writeKey} />
          </Step>
          <Step number={4} title="See it arrive">
            <FirstEvent source={source} />
            <div>
              <LinkButton to={`/data/sources/${source.id}`}>Open the source</LinkButton>
            </div>
          </Step>
        </>
      ) : null}
    </Page>
  );
}

function CreateForm({ sdk, taken, onCreated }: { sdk: Sdk; taken: ReadonlySet<string>; onCreated: (id: string) => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(() => freeName(sdk.sourceName, taken));
  const create = useMutation(
    api.sources.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: api.sources.key() });
        onCreated(id);
      },
    }),
  );
  const failure = create.error instanceof ApiError ? (create.error.issueOf("name") ?? create.error.message) : create.error?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), kind: sdk.sourceKind });
  };
  return (
    <form className={classes.inline} onSubmit={submit}>
      <TextInput
        aria-label="Name of the source"
        maxLength={80}
        value={name}
        error={failure}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={create.isPending} disabled={name.trim() === ""}>
        Create source
      </Button>
    </form>
  );
}
