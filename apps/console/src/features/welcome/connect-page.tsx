import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { useCan, useSession } from "../../app/session.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { FirstEvent } from "./first-event.tsx";
import { PickSource } from "./pick-source.tsx";
import { SdkChoice } from "./sdk-choice.tsx";
import type { SdkId } from "./sdk-id.ts";
import { sdkOf, sdkOfKind, type Sdk } from "./sdks.ts";
import { Step } from "./step.tsx";

/** From nothing to the first event: choose the SDK, get a source, copy the snippet, see it arrive. The URL keeps the place. */
export function ConnectPage() {
  const { workspace } = useSession();
  const mayConnect = useCan("sources:write");
  const sources = useQuery(api.sources.list.queryOptions());
  const search = useSearch({ from: "/shell/welcome/connect" });
  const navigate = useNavigate();
  const [arrivedFrom, setArrivedFrom] = useState<string | null>(null);

  if (workspace.isSample || !mayConnect) {
    return (
      <Page title="Connect your product">
        <EmptyState
          title={workspace.isSample ? "This workspace holds sample data" : "You may not add sources"}
          action={<LinkButton to="/welcome">Create its workspace</LinkButton>}
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
      <Page title="Connect your product">
        {sources.error ? <ErrorState error={sources.error} onRetry={() => void sources.refetch()} /> : <LinesSkeleton lines={6} />}
      </Page>
    );
  }

  const source = sources.data.items.find(({ id }) => id === search.source);
  const sdk: Sdk | null = search.sdk ? sdkOf(search.sdk) : source ? sdkOfKind(source.kind) : null;
  const choose = (id: SdkId) => void navigate({ to: "/welcome/connect", search: { sdk: id }, resetScroll: false, replace: true });
  const pick = (id: string | undefined) =>
    void navigate({ to: "/welcome/connect", search: { sdk: sdk?.id, source: id }, resetScroll: false });

  return (
    <Page title="Connect your product" description={`Into the workspace ${workspace.name}`} width="narrow">
      <Step number={1} title="What sends the events?" done={sdk !== null}>
        <SdkChoice chosen={sdk?.id ?? null} onChoose={choose} />
      </Step>
      {sdk ? (
        <Step number={2} title="Its source" done={source !== undefined}>
          <PickSource key={sdk.id} sdk={sdk} sources={sources.data.items} source={source} onPick={pick} />
        </Step>
      ) : null}
      {sdk && source ? (
        <>
          <Step number={3} title="Put it in" done={arrivedFrom === source.id} lead={sdk.advice}>
            {sdk.snippets({ writeKey: source.writeKey, host: window.location.origin }).map(({ title, code }) => (
              <CodeBlock key={title} title={title} label={`${sdk.label}: ${title}`} code={code} />
            ))}
          </Step>
          <Step number={4} title="See it arrive" done={arrivedFrom === source.id}>
            <FirstEvent key={source.id} source={source} onArrived={() => setArrivedFrom(source.id)} />
          </Step>
        </>
      ) : null}
    </Page>
  );
}
