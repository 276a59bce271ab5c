import { Button, UnstyledButton } from "@mantine/core";
import type { Decision } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { Section } from "../people/index.ts";
import { AnswerMark } from "./answer-mark.tsx";
import classes from "./arbiter.module.css";
import { touchTitle } from "./say-decision.ts";

/** Loaded when it is opened. */
const DecisionsDrawer = lazy(async () => ({ default: (await import("./decisions-drawer.tsx")).DecisionsDrawer }));
const shown = 4;

/** Why they did, or did not, get something: the latest decisions; all of them, and each with what every rule said, in a drawer whose state is in the address. */
export function DecisionsSection({ personId }: { personId: string }) {
  const mayRead = useCan("arbiter:read");
  const { filter, set } = useListState();
  const { data, error } = useQuery({
    ...api.arbiter.personDecisions.queryOptions({ input: { id: personId, limit: shown + 1 } }),
    enabled: mayRead,
    refetchInterval: 15_000,
  });
  if (!mayRead) return null;
  const items = data?.items ?? [];
  const isOpen = filter("decisions") !== undefined || filter("touch") !== undefined;
  return (
    <Section
      title="Decisions"
      actions={
        items.length > 0 ? (
          <Button size="xs" variant="subtle" onClick={() => set({ decisions: "all" })}>
            All decisions
          </Button>
        ) : undefined
      }
    >
      {error && !data ? <p className={classes.bleeds}>The decisions could not be loaded.</p> : null}
      {!data && !error ? <LinesSkeleton lines={2} /> : null}
      {data && items.length === 0 ? <p className="faint small">Nothing asked to reach them yet.</p> : null}
      <ul className={classes.brief}>
        {items.slice(0, shown).map((decision) => (
          <Brief key={decision.id} decision={decision} onOpen={() => set({ touch: decision.touch.id })} />
        ))}
      </ul>
      <Suspense>{isOpen ? <DecisionsDrawer personId={personId} /> : null}</Suspense>
    </Section>
  );
}

function Brief({ decision, onOpen }: { decision: Decision; onOpen: () => void }) {
  return (
    <li>
      <UnstyledButton className={classes.briefTitle} onClick={onOpen}>
        <span dir="auto">{touchTitle(decision.touch)}</span>
      </UnstyledButton>
      <div className={`${classes.briefLine} dim small`}>
        <AnswerMark decision={decision} />
        <TimeAgo at={decision.decidedAt} />
      </div>
    </li>
  );
}
