import { Button, Select, UnstyledButton } from "@mantine/core";
import type { Decision } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { useListState, type ListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { useFlowNames } from "../engage/index.ts";
import { AnswerMark } from "./answer-mark.tsx";
import { answerWords, choicesOf, kindWords, oneOf } from "./arbiter-words.ts";
import classes from "./arbiter.module.css";
import { DecisionDetails } from "./decision-details.tsx";
import { DecisionPages } from "./decision-pages.tsx";
import { touchTitle } from "./say-decision.ts";

const closed = { decisions: undefined, touch: undefined, answer: undefined, touchKind: undefined, flow: undefined };

/** Every decision about a person (`?decisions=`), narrowed by answer, kind and flow; or the story of one touch (`?touch=`). */
export function DecisionsDrawer({ personId }: { personId: string }) {
  const state = useListState();
  const touch = state.filter("touch");
  return (
    <SideDrawer
      opened
      onClose={() => state.set(closed)}
      title={touch === undefined ? "Decisions about them" : "Why they did, or did not, get it"}
      size={600}
    >
      {touch === undefined ? (
        <All personId={personId} state={state} />
      ) : (
        <TouchStory key={touch} touch={touch} onAll={() => state.set({ touch: undefined, decisions: "all" })} />
      )}
    </SideDrawer>
  );
}

/** Each time that a touch was asked about, the latest first and open. */
function TouchStory({ touch, onAll }: { touch: string; onAll: () => void }) {
  const { data, error, refetch } = useQuery(api.arbiter.touch.queryOptions({ input: { id: touch }, refetchInterval: 10_000 }));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const [latest, ...earlier] = data?.items ?? [];
  if (!latest) return <LinesSkeleton lines={7} />;
  return (
    <div className={classes.details}>
      <h3 className={classes.touchTitle} dir="auto">
        {touchTitle(latest.touch)}
      </h3>
      <DecisionDetails decision={latest} />
      {earlier.length > 0 ? (
        <section aria-label="Asked before">
          <h3 className={classes.label}>Asked before</h3>
          <ul className={classes.rows}>
            {earlier.map((decision) => (
              <Row key={decision.id} decision={decision} untitled />
            ))}
          </ul>
        </section>
      ) : null}
      <div>
        <Button size="xs" onClick={onAll}>
          All decisions about them
        </Button>
      </div>
    </div>
  );
}

function All({ personId, state }: { personId: string; state: ListState }) {
  const answer = oneOf(answerWords, state.filter("answer"));
  const kind = oneOf(kindWords, state.filter("touchKind"));
  const flow = state.filter("flow");
  const flowName = useFlowNames();
  const list = useRows(
    api.arbiter.personDecisions.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: personId, cursor, limit: 20, answer, kind, flow }),
      ...byCursor,
    }),
  );
  const flows = [...new Set([...list.rows.flatMap(({ touch }) => touch.flow ?? []), ...(flow === undefined ? [] : [flow])])];
  const narrowed = answer !== undefined || kind !== undefined || flow !== undefined;
  return (
    <div className={classes.details}>
      <div className={classes.filters}>
        <Select
          aria-label="Answer"
          placeholder="Any answer"
          clearable
          data={choicesOf(answerWords)}
          value={answer ?? null}
          onChange={(value) => state.set({ answer: value ?? undefined })}
        />
        <Select
          aria-label="Kind"
          placeholder="Any kind"
          clearable
          data={choicesOf(kindWords)}
          value={kind ?? null}
          onChange={(value) => state.set({ touchKind: value ?? undefined })}
        />
        <Select
          aria-label="Flow"
          placeholder="Any flow"
          clearable
          data={flows.map((key) => ({ value: key, label: flowName(key) }))}
          value={flow ?? null}
          onChange={(value) => state.set({ flow: value ?? undefined })}
        />
      </div>
      <DecisionPages
        list={list}
        none={narrowed ? "No decision about them is like that." : "Nothing asked to reach them yet."}
        row={(decision) => <Row key={decision.id} decision={decision} />}
      />
    </div>
  );
}

function Row({ decision, untitled = false }: { decision: Decision; untitled?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <li className={classes.row} data-open={open || undefined}>
      <UnstyledButton className={classes.rowHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={15} className={classes.chevron} data-open={open} aria-hidden="true" />
        <span className={classes.rowWords}>
          {untitled ? null : (
            <span className={classes.strong} dir="auto">
              {touchTitle(decision.touch)}
            </span>
          )}
          <span className="dim small">
            <AnswerMark decision={decision} />
          </span>
        </span>
        <span className="dim small">
          <TimeAgo at={decision.decidedAt} />
        </span>
      </UnstyledButton>
      {open ? (
        <div className={classes.rowBody}>
          <DecisionDetails decision={decision} />
        </div>
      ) : null}
    </li>
  );
}
