import { Button } from "@mantine/core";
import type { NameOf, Segment } from "@throughline/contract";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { IconBuilding, IconPencil, IconUserSearch } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { Card } from "../../ui/card.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { DeleteSegment } from "./delete-segment.tsx";
import { GrowthCard } from "./growth-card.tsx";
import { OverlapCard } from "./overlap-card.tsx";
import { PredicateWords } from "./predicate-words.tsx";
import { SegmentNotices } from "./segment-notices.tsx";
import { countIn } from "./of-words.ts";
import { SegmentAccounts } from "./segment-accounts.tsx";
import { SegmentPeople } from "./segment-people.tsx";
import { KindChip, OfChip, SegmentStatus } from "./segment-status.tsx";
import { isMoving } from "./segment-words.ts";
import classes from "./segments.module.css";
import { useNames } from "./use-names.ts";
import { WhyDrawer } from "./why-drawer.tsx";

/** One segment: what it means, who is in it and since when, how it grew, and why somebody is in it or not. */
export function SegmentPage() {
  const { segmentKey = "" } = useParams({ strict: false });
  const { data: segment } = useSuspenseQuery(
    api.segments.get.queryOptions({
      input: { key: segmentKey },
      refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? 1_000 : 10_000),
    }),
  );
  useFollowed(segment);
  const state = useListState();
  const nameOf = useNames();
  const mayWrite = useCan("people:write");
  const isOfAccounts = segment.of === "account";
  return (
    <Page
      title={segment.name}
      badges={
        <>
          <OfChip of={segment.of} />
          <KindChip kind={segment.kind} />
          {segment.kind === "live" ? <SegmentStatus segment={{ ...segment, progress: null }} /> : null}
        </>
      }
      description={
        <span className={classes.facts}>
          <span>
            <b className={classes.size}>{countIn(segment)}</b> now
          </span>
          <span>
            Created <TimeAgo at={segment.createdAt} /> by {segment.createdBy}
          </span>
        </span>
      }
      actions={
        <>
          {mayWrite ? (
            <LinkButton to={`/segments/${encodeURIComponent(segment.key)}/edit`} leftSection={<IconPencil size={15} />}>
              {segment.kind === "live" ? "Edit" : "Rename"}
            </LinkButton>
          ) : null}
          <DeleteSegment segment={segment} />
        </>
      }
    >
      <SegmentNotices segment={segment} nameOf={nameOf} />
      <div className={classes.layout}>
        <div className={classes.main}>
          <Definition segment={segment} nameOf={nameOf} />
          {segment.kind === "live" ? <GrowthCard segment={segment} state={state} /> : null}
        </div>
        <aside className={classes.side} aria-label="More about the segment">
          {segment.kind === "live" ? (
            <Card title={isOfAccounts ? "Why is an account in it, or not?" : "Why is somebody in it, or not?"}>
              <p className={`${classes.before} dim small`}>
                Each condition for one {isOfAccounts ? "account" : "person"}, with what was found.
              </p>
              <Button
                leftSection={isOfAccounts ? <IconBuilding size={15} /> : <IconUserSearch size={15} />}
                onClick={() => state.set({ why: "choose" })}
              >
                {isOfAccounts ? "Pick an account" : "Pick a person"}
              </Button>
            </Card>
          ) : null}
          <OverlapCard segment={segment} state={state} />
          <UsedBy segment={segment} />
        </aside>
        <div className={classes.people}>{isOfAccounts ? <SegmentAccounts segment={segment} /> : <SegmentPeople segment={segment} />}</div>
      </div>
      <WhyDrawer segment={segment} choice={state.filter("why")} onChoice={(why) => state.set({ why })} />
    </Page>
  );
}

/** When the number of those in it moves, who they are and how it grew are read again: the page never contradicts itself for long. */
function useFollowed({ people, state, progress }: Segment): void {
  const queryClient = useQueryClient();
  const isSettled = progress === null;
  useEffect(() => {
    for (const part of [
      api.segments.members,
      api.segments.accounts,
      api.segments.growth,
      api.segments.overlap,
      api.segments.why,
      api.segments.whyAccount,
    ])
      void queryClient.invalidateQueries({ queryKey: part.key() });
  }, [queryClient, people, state, isSettled]);
}

function Definition({ segment, nameOf }: { segment: Segment; nameOf: NameOf }) {
  return (
    <Card title={segment.of === "account" ? "Which are in it" : "Who is in it"}>
      {segment.predicate ? (
        <PredicateWords predicate={segment.predicate} nameOf={nameOf} />
      ) : (
        <p className="dim">
          {segment.of === "account"
            ? "Those that were chosen when it was saved. It stays so."
            : "Those who were chosen when it was saved. It stays so; who is merged or deleted is followed."}
        </p>
      )}
    </Card>
  );
}

function UsedBy({ segment }: { segment: Segment }) {
  return (
    <Card title="Used by">
      {segment.usedBy.length === 0 ? <p className="dim small">No other segment speaks of it.</p> : null}
      <ul className={classes.usedBy}>
        {segment.usedBy.map(({ key, name }) => (
          <li key={key}>
            <TextLink to={`/segments/${encodeURIComponent(key)}`}>
              <bdi>{name}</bdi>
            </TextLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
