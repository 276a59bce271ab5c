import { BarChart, type Bar } from "../../ui/chart/bar-chart.tsx";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { formatClock } from "../../ui/format-time.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import type { Pulse } from "./pulse-query.ts";
import { withLive } from "./with-live.ts";

/** Interactions per minute of the last hour; what arrives now is added at once. */
export function PulseChart({ pulse, live }: { pulse: Pulse; live: ReadonlyMap<string, number> }) {
  const timeZone = useTimeZone();
  const minutes = withLive(pulse.perMinute, live);
  const bars = minutes.map(({ at, accepted, quarantined }, i): Bar => {
    const time = formatClock(new Date(at), timeZone);
    const unusable = quarantined > 0 ? ` · ${formatCount(quarantined)} could not be used` : "";
    return {
      key: at,
      value: accepted,
      bleeding: quarantined,
      caption: `${time} · ${formatCount(accepted)} accepted${unusable}`,
      tick: (minutes.length - 1 - i) % 15 === 0 && i > 0 && i < minutes.length - 1 ? time : undefined,
    };
  });
  const total = minutes.reduce((sum, { accepted }) => sum + accepted, 0);
  const complete = minutes.slice(0, -1);
  const mean = complete.length > 0 ? complete.reduce((sum, { accepted }) => sum + accepted, 0) / complete.length : 0;
  const anyQuarantined = minutes.some(({ quarantined }) => quarantined > 0);
  return (
    <ChartCard
      title="Interactions per minute"
      hint={`last ${minutes.length} min · n ${formatCount(total)}`}
      fileName="interactions-per-minute"
      table={{
        columns: ["Minute", "Accepted", "Could not be used"],
        rows: minutes.map(({ at, accepted, quarantined }) => [formatClock(new Date(at), timeZone), accepted, quarantined]),
      }}
    >
      <BarChart
        bars={bars}
        label={`Interactions per minute: about ${mean.toFixed(0)} over the last hour`}
        idleCaption={`${mean >= 1 ? `About ${formatCount(mean)} a minute` : `${plural(total, "interaction")} in the last hour`}${anyQuarantined ? "; orange could not be used" : ""}`}
      />
    </ChartCard>
  );
}
