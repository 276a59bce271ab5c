import { Button } from "@mantine/core";
import type { JourneyKpis, JourneyMap, JourneyNewsItem } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format-number.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import type { JourneyRange } from "./journey-range.ts";
import classes from "./journeys.module.css";
import { nothingBefore, whatChanged, type NameOf } from "./map-words.ts";
import { NewsDays } from "./news-days.tsx";
import { describeFalseAlarms, describeSegment, newsCell } from "./news-words.ts";
import type { JourneyCell } from "./who-cell.ts";

type NewsCardProps = {
  journey: string;
  map: JourneyMap | undefined;
  kpis: JourneyKpis | undefined;
  nameOf: NameOf;
  before: string;
  compare: boolean;
  /** Whether what is seen before it is there. */
  isTurn: boolean;
  /** Opens the people behind a number of these days. */
  onWho: (cell: Partial<JourneyCell>, days: JourneyRange) => void;
};

/** What differs from the journey's own norm, and in sentences what changed against the time before. */
export function NewsCard({ journey, map, kpis, nameOf, before, compare, isTurn, onWho }: NewsCardProps) {
  const query = useQuery(api.journeys.news.queryOptions({ input: { key: journey }, staleTime: 5 * 60_000, enabled: isTurn }));
  const sentences = map && compare ? whatChanged(map, kpis, nameOf, before) : [];
  const news = query.data;
  return (
    <Card title="What changed">
      <div className={classes.news}>
        {sentences.length > 0 ? (
          <ul className={classes.sentences}>
            {sentences.map(({ text, tone }) => (
              <li key={text} data-tone={tone}>
                {text}
              </li>
            ))}
          </ul>
        ) : map && nothingBefore(map) ? (
          <p className="dim">There is nothing to compare with: nobody came in {before}.</p>
        ) : map && compare ? (
          <p className="dim">Nothing that could be told from chance changed against {before}.</p>
        ) : null}
        <h3>New this week</h3>
        {query.isPending ? <LinesSkeleton lines={3} /> : null}
        {query.error && !news ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
        {news?.items.map((item) => (
          <NewsItem key={item.figure} item={item} onWho={(cell) => onWho(cell, daysOf(item))} />
        ))}
        {news && news.items.length === 0 ? (
          <p className="dim">
            {news.looked === 0 ? "Too young to have a norm: three weeks of history are needed." : "Everything is within its own norm."}
          </p>
        ) : null}
        {news && news.looked > 0 ? (
          <p className="faint small">
            {formatCount(news.looked)} figures looked at against their own seasonal norm
            {news.withheld > 0 ? `, ${formatCount(news.withheld)} have too short a history` : ""}.{" "}
            {describeFalseAlarms(news.falseAlarmRate)}
          </p>
        ) : null}
      </div>
    </Card>
  );
}

/** The days looked at: those after the norm's. */
function daysOf({ days, n }: JourneyNewsItem): JourneyRange {
  return { from: days[n]?.at.slice(0, 10), to: days.at(-1)?.at.slice(0, 10) };
}

function NewsItem({ item, onWho }: { item: JourneyNewsItem; onWho: (cell: Partial<JourneyCell>) => void }) {
  const cell = newsCell(item.figure);
  const segment = describeSegment(item);
  return (
    <article className={classes.newsItem} data-tone={item.isGood === null ? undefined : item.isGood ? "good" : "bleed"}>
      <p>{item.sentence}</p>
      {segment ? <p className="dim small">{segment}</p> : null}
      <NewsDays item={item} />
      {cell ? (
        <Button size="xs" onClick={() => onWho(cell)}>
          See the people
        </Button>
      ) : null}
    </article>
  );
}
