import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { channelLabels } from "../../ui/channel-label.ts";
import { IconPlayerPause, IconPlayerPlay, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { Status } from "../../ui/chip.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { formatCount } from "../../ui/format-number.ts";
import { Page } from "../../ui/page.tsx";
import type { LiveState } from "../../ui/use-live.ts";
import { FeedFilters } from "./feed-filters.tsx";
import { FeedList } from "./feed-list.tsx";
import { isKind } from "../../ui/kinds.ts";
import { TestEventDrawer } from "./test-event-drawer.tsx";
import { useFeed } from "./use-feed.ts";
import { useTestEvent } from "./use-test-event.ts";

/** Events as they are processed: watch, stop the stream to read, open one, send one. */
export function DebuggerPage() {
  const filters = useListState();
  const source = filters.filter("source");
  // Another source is another stream: it starts anew.
  return <Debugger key={source ?? "all"} source={source} filters={filters} />;
}

function Debugger({ source, filters }: { source: string | undefined; filters: ReturnType<typeof useListState> }) {
  const sources = useQuery(api.sources.list.queryOptions()).data?.items ?? [];
  const [paused, setPaused] = useState(false);
  const [testing, setTesting] = useState(false);
  const test = useTestEvent();
  const kind = filters.filter("kind");
  const channel = filters.filter("channel");
  const narrowing = {
    kind: isKind(kind) ? kind : undefined,
    channel: isChannel(channel) ? channel : undefined,
    name: filters.filter("name"),
  };
  const feed = useFeed({ source, kind: narrowing.kind, channel: narrowing.channel, paused, onArrived: test.onArrived });

  return (
    <Page
      title="Live debugger"
      badges={<LiveStatus state={feed.state} paused={paused} />}
      description={`Interactions as they are processed · ${formatRate(feed.ratePerSecond)}`}
      actions={
        <>
          <Button leftSection={paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />} onClick={() => setPaused(!paused)}>
            {paused ? `Resume${feed.heldCount > 0 ? ` · ${formatCount(feed.heldCount)} new` : ""}` : "Pause"}
          </Button>
          <AllowedButton permission="sources:write" variant="filled" leftSection={<IconSend size={15} />} onClick={() => setTesting(true)}>
            Send a test event
          </AllowedButton>
        </>
      }
    >
      <FeedFilters state={filters} sources={sources} />
      <FeedList
        feed={feed}
        filter={narrowing}
        sources={sources}
        narrowed={filters.narrowed}
        onClear={filters.clear}
        onTest={() => setTesting(true)}
        onName={(name) => filters.set({ name })}
      />
      <TestEventDrawer opened={testing} onClose={() => setTesting(false)} sources={sources} preferred={source} test={test} />
    </Page>
  );
}

const isChannel = (value: string | undefined): value is keyof typeof channelLabels => value !== undefined && value in channelLabels;

function formatRate(perSecond: number): string {
  if (perSecond === 0) return "nothing in the last 10 seconds";
  return perSecond < 1 ? `${formatCount(perSecond * 60)} a minute` : `${formatCount(perSecond)} a second`;
}

function LiveStatus({ state, paused }: { state: LiveState; paused: boolean }) {
  if (paused) return <Status tone="warn">Paused</Status>;
  if (state === "live") return <Status tone="good">Live</Status>;
  return <Status tone="neutral">{state === "connecting" ? "Connecting…" : "Reconnecting…"}</Status>;
}
