import { useElementSize } from "@mantine/hooks";
import type { InstanceStrip } from "@throughline/contract";
import { useMemo, useState, type KeyboardEvent } from "react";
import { channelLabel } from "../../../ui/channel-label.ts";
import { formatDateTime } from "../../../ui/format-time.ts";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { formatSpan } from "../format-figure.ts";
import type { NameOf } from "../map-words.ts";
import { seamName } from "../seam-words.ts";
import { fitText } from "../map/fit-text.ts";
import { layOutStrip, type StripMark } from "./lay-out-strip.ts";
import { actorWords } from "./mark-words.ts";
import classes from "./strip.module.css";

const [laneHeight, lanesTop, axisHeight, labelWidth] = [38, 34, 26, 76];

/** The interactions of an instance in lanes of channels under its stages. Arrow keys go from one to the next. */
export function StripView({ strip, nameOf }: { strip: InstanceStrip["strip"]; nameOf: NameOf }) {
  const { ref, width: available } = useElementSize();
  const layout = useMemo(() => layOutStrip(strip, available - labelWidth), [strip, available]);
  const timeZone = useTimeZone();
  const [pointed, setPointed] = useState<number | null>(null);
  const [stop, setStop] = useState(0);
  const { lanes, marks, stages, gaps, seams, width } = layout;
  const height = lanesTop + lanes.length * laneHeight + axisHeight;
  const y = (lane: number) => lanesTop + lane * laneHeight + laneHeight / 2;
  const say = ({ entry }: StripMark) =>
    [
      formatDateTime(new Date(entry.at), timeZone),
      entry.name,
      `${actorWords[entry.actor]} on ${channelLabel(entry.channel)}`,
      entry.stage === null ? "" : `→ ${nameOf(entry.stage)}`,
      ...entry.seams.map(({ key, gapSeconds }) => `${seamName(key)}${gapSeconds === null ? "" : ` after ${formatSpan(gapSeconds)}`}`),
    ]
      .filter(Boolean)
      .join(" · ");
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const to = { ArrowRight: stop + 1, ArrowLeft: stop - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(marks.length - 1, to));
    setStop(next);
    const element = event.currentTarget.querySelectorAll<SVGGElement>("[data-mark]")[next];
    element?.focus();
    element?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const current = pointed === null ? undefined : marks[pointed];
  return (
    <>
      <div className={`${classes.caption} small numbers`} aria-live="polite">
        {current ? (
          <b>{say(current)}</b>
        ) : (
          <span className="dim">● customer ■ bot ○ agent · system. Point at a mark, or use the arrow keys.</span>
        )}
      </div>
      <div ref={ref} className={classes.scroll}>
        <svg
          width={labelWidth + width}
          height={height}
          className={classes.strip}
          role="group"
          aria-label="Interactions in the order of time. Left and right arrow keys go from one to the next."
          onKeyDown={onKeyDown}
        >
          {lanes.map((channel, lane) => (
            <g key={channel}>
              <line x1={labelWidth} x2={labelWidth + width} y1={y(lane)} y2={y(lane)} className={classes.lane} />
              <text x={0} y={y(lane) + 4} className={classes.laneName}>
                {channelLabel(channel)}
              </text>
            </g>
          ))}
          <g transform={`translate(${labelWidth} 0)`}>
            {stages.map(({ key, from, to }) => (
              <g key={`${key} ${from}`}>
                <rect
                  x={from - 6}
                  y={2}
                  width={Math.max(3, to - from - 2)}
                  height={20}
                  rx={4}
                  className={classes.stage}
                  data-end={key.startsWith("$") ? key.split(":")[0] : undefined}
                />
                <text x={from} y={16} className={classes.stageName}>
                  {fitText(nameOf(key), Math.max(1, Math.floor((to - from - 8) / 6.6)), 1)[0]}
                </text>
              </g>
            ))}
            {gaps.map(({ from, to, seconds }) => (
              <g key={`gap ${from}`}>
                <rect
                  x={from + 8}
                  y={lanesTop}
                  width={Math.max(0, to - from - 16)}
                  height={lanes.length * laneHeight}
                  className={classes.gap}
                />
                <text x={(from + to) / 2} y={height - 8} textAnchor="middle" className={classes.gapName}>
                  {formatSpan(seconds)}
                </text>
              </g>
            ))}
            {seams.map(({ key, from, to }, index) => (
              <path
                key={`${key} ${index}`}
                d={`M${from.x} ${y(from.lane)}C${(from.x + to.x) / 2} ${y(from.lane)} ${(from.x + to.x) / 2} ${y(to.lane)} ${to.x} ${y(to.lane)}`}
                className={classes.seam}
                data-slow={(seams[index]?.gapSeconds ?? 0) >= 3600 || undefined}
              />
            ))}
            {marks.map((mark) => (
              <g
                key={mark.entry.id}
                data-mark
                role="img"
                tabIndex={mark.index === stop ? 0 : -1}
                aria-label={say(mark)}
                className={classes.mark}
                data-tone={mark.tone}
                transform={`translate(${mark.x} ${y(mark.lane)})`}
                onPointerEnter={() => setPointed(mark.index)}
                onPointerLeave={() => setPointed(null)}
                onFocus={() => {
                  setPointed(mark.index);
                  setStop(mark.index);
                }}
                onBlur={() => setPointed(null)}
              >
                <rect x={-8} y={-14} width={16} height={28} fill="transparent" />
                <Shape mark={mark} />
              </g>
            ))}
          </g>
        </svg>
      </div>
    </>
  );
}

/** Who acted is told by the shape, so that colour is left for what bleeds or heals. */
function Shape({ mark: { entry, tone } }: { mark: StripMark }) {
  const r = tone === "faint" ? 3 : 5;
  if (entry.actor === "bot") return <rect x={-r} y={-r} width={2 * r} height={2 * r} rx={1.5} className={classes.shape} />;
  if (entry.actor === "agent") return <circle r={r} className={classes.ring} />;
  return <circle r={entry.actor === "system" ? 3 : r} className={classes.shape} />;
}
