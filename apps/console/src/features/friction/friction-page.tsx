import { SegmentedControl, Select } from "@mantine/core";
import type { FrictionRow } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "../../app/api.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { allRows } from "../../ui/data-table/use-rows.ts";
import { formatCount, formatShare, plural } from "../../ui/format-number.ts";
import { Page } from "../../ui/page.tsx";
import { columnsOf } from "./friction-columns.tsx";
import { FrictionDrawer } from "./friction-drawer.tsx";
import { noPlace, openPlace, rowAt, outcomes, placeParams, questionOf, ranges, scopeOf, views } from "./friction-question.ts";
import { allSignals, signalWords } from "./friction-words.ts";
import { HowToStart } from "./how-to-start.tsx";
import classes from "./friction.module.css";

const limit = 100;

/** Where people get stuck: places ranked by sessions hit × measured lift, and one of them in a drawer. */
export function FrictionPage() {
  const state = useListState();
  const [now] = useState(Date.now);
  const question = questionOf(state, allSignals);
  const scope = scopeOf(question, now);
  const query = useQuery({
    ...api.friction.rank.queryOptions({ input: { ...scope, by: question.view, search: question.search || undefined, limit } }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const answer = query.data;
  const rows: FrictionRow[] = answer?.rows ?? [];
  const list = {
    ...allRows({ data: answer && { items: rows }, isPending: query.isPending, error: query.error, refetch: query.refetch }),
    isStale: query.isPlaceholderData,
  };
  const columns = useMemo(() => columnsOf(question.view), [question.view]);
  const place = openPlace(state, allSignals);
  const nothingAtAll = answer !== undefined && answer.bySignal.length === 0;
  return (
    <Page
      title="Friction"
      description={
        answer && answer.sessions > 0
          ? `${formatCount(answer.hit)} of ${formatCount(answer.sessions)} sessions (${formatShare(answer.hit / answer.sessions)}) met friction. Harm is sessions hit × how much more often they end badly than matched sessions without it.`
          : "Where people get stuck, ranked by the harm that it does."
      }
      actions={
        <SegmentedControl
          aria-label="Range"
          size="xs"
          data={[...ranges]}
          value={question.days}
          onChange={(days) => state.set({ days: days === "30" ? undefined : days, ...noPlace })}
        />
      }
    >
      {nothingAtAll && !question.search && question.signal === undefined ? (
        <HowToStart />
      ) : (
        <DataTable
          id={`friction-${question.view}`}
          label="Friction"
          columns={columns}
          list={list}
          state={state}
          rowKey={(row) => `${row.page} ${row.element} ${row.element === null && question.view !== "page" ? row.signals[0]?.signal : ""}`}
          onOpen={(row) => state.set(placeParams(question.view, row))}
          searchPlaceholder="Search elements and pages"
          filters={
            <div className={classes.filters}>
              <SegmentedControl
                aria-label="Ranked by"
                size="xs"
                data={[...views]}
                value={question.view}
                onChange={(by) => state.set({ by: by === "element" ? undefined : by, ...noPlace })}
              />
              <Select
                aria-label="Signal"
                placeholder="Any signal"
                clearable
                w={160}
                data={allSignals
                  .filter((signal) => answer?.bySignal.some((one) => one.signal === signal) ?? true)
                  .map((signal) => ({ value: signal, label: signalWords[signal].label }))}
                value={question.signal ?? null}
                onChange={(signal) => state.set({ signal: signal ?? undefined, ...noPlace })}
              />
              <Select
                aria-label="What counts as ending badly"
                allowDeselect={false}
                w={190}
                data={[...outcomes]}
                value={question.outcome}
                onChange={(outcome) => state.set({ outcome: outcome === "any" || outcome === null ? undefined : outcome })}
              />
            </div>
          }
          count={answer ? `${plural(rows.length, "place")}${answer.left > 0 ? ` of ${formatCount(rows.length + answer.left)}` : ""}` : null}
          empty={<HowToStart />}
        />
      )}
      <FrictionDrawer
        place={place}
        known={place ? rowAt(rows, question.view, place) : undefined}
        scope={scope}
        onClose={() => state.set(noPlace)}
      />
    </Page>
  );
}
