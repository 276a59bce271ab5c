import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Interaction, Source } from "@throughline/contract";
import { IconCheck } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { api } from "../../app/api.ts";
import { sessionQuery } from "../../app/session.ts";
import { channelLabel } from "../../ui/channel-label.ts";
import { Chip } from "../../ui/chip.tsx";
import { formatCount } from "../../ui/format-number.ts";
import { JsonView } from "../../ui/json-view.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { useLive } from "../../ui/use-live.ts";
import classes from "./welcome.module.css";

/** From so many waiting events on, the delay is worth a word. */
const noticeableEvents = 5000;

/** Waits for the source's first event and shows it the moment it arrives, with whose it is. */
export function FirstEvent({ source, onArrived }: { source: Source; onArrived?: () => void }) {
  const queryClient = useQueryClient();
  const [arrived, setArrived] = useState<Interaction | null>(null);
  const recent = useQuery(
    api.data.recent.queryOptions({ input: { source: source.id, limit: 1 }, refetchInterval: arrived ? false : 5000 }),
  );
  const first = arrived ?? recent.data?.items[0] ?? null;
  const pulse = useQuery(api.data.pulse.queryOptions({ input: { minutes: 10 }, refetchInterval: 5000, enabled: first === null }));
  const behindEvents = pulse.data?.pipeline.behindEvents ?? 0;
  const state = useLive({
    source: source.id,
    enabled: first === null,
    onInteraction: (interaction) => setArrived((before) => before ?? interaction),
  });
  const shown = useRef<HTMLDivElement>(null);
  const told = useEffectEvent(() => {
    onArrived?.();
    // Whoever watched for it sees it, also where the page is longer than the window.
    if (arrived !== null) shown.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    void queryClient.invalidateQueries({ queryKey: sessionQuery().queryKey });
    void queryClient.invalidateQueries({ queryKey: api.sources.key() });
  });
  useEffect(() => {
    if (first !== null) told();
  }, [first !== null]);

  return (
    <div role="status" ref={shown}>
      {first === null ? (
        <div className={classes.waiting}>
          <i className={classes.pulse} />
          <div>
            <b>{state === "reconnecting" ? "Reconnecting…" : "Waiting for the first event"}</b>
            <p className="dim small">
              {behindEvents > noticeableEvents
                ? `Leave this open. ${formatCount(behindEvents)} events that came before are being processed first, so yours shows a little later.`
                : "Leave this open, run your product, and do something in it. Events usually show within a second."}
            </p>
          </div>
        </div>
      ) : (
        <Arrived interaction={first} sourceName={source.name} />
      )}
    </div>
  );
}

function Arrived({ interaction, sourceName }: { interaction: Interaction; sourceName: string }) {
  const { name, channel, receivedAt, personId, properties, context } = interaction;
  return (
    <div className={classes.arrived}>
      <div className={classes.arrivedTitle}>
        <IconCheck size={18} stroke={2.4} aria-hidden="true" />
        <b>It works: {sourceName} sends.</b>
      </div>
      <div className={classes.event}>
        <b>{name}</b>
        <Chip>{channelLabel(channel)}</Chip>
        <span className="dim small">
          <TimeAgo at={receivedAt} />
        </span>
      </div>
      <JsonView label="The event" value={{ properties, context }} />
      <div className={classes.next}>
        <LinkButton to={`/people/${personId}`} variant="filled">
          See whose it is
        </LinkButton>
        <LinkButton to="/">Go to Home</LinkButton>
      </div>
    </div>
  );
}
