import { Button } from "@mantine/core";
import type { MembershipExplanation, Segment } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { Status } from "../../ui/chip.tsx";
import { formatDateTime } from "../../ui/format-time.ts";
import { personTitle } from "../../ui/person-title.ts";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { PickPerson } from "../people/index.ts";
import classes from "./segments.module.css";
import { WhyTree } from "./why-tree.tsx";

type WhyDrawerProps = {
  segment: Segment;
  /** `choose`, or the id of a person; undefined closes. Kept in the address by the page. */
  choice: string | undefined;
  onChoice: (choice: string | undefined) => void;
};

/** Why a person is in the segment, or is not: leaf by leaf, as it is now. */
export function WhyDrawer({ segment, choice, onChoice }: WhyDrawerProps) {
  return (
    <SideDrawer
      opened={choice !== undefined}
      onClose={() => onChoice(undefined)}
      title={choice === "choose" ? "Find a person" : `In ${segment.name}: why, or why not`}
    >
      {choice === "choose" ? <PickPerson without="" onPick={onChoice} /> : null}
      {choice !== undefined && choice !== "choose" ? <Why segment={segment} personId={choice} onOther={() => onChoice("choose")} /> : null}
    </SideDrawer>
  );
}

function Why({ segment, personId, onOther }: { segment: Segment; personId: string; onOther: () => void }) {
  const { data, error, refetch } = useQuery(
    api.segments.why.queryOptions({ input: { key: segment.key, id: personId }, refetchInterval: 10_000, staleTime: 0 }),
  );
  const other = (
    <Button size="xs" onClick={onOther}>
      Another person
    </Button>
  );
  if (error && !data)
    return (
      <>
        <ErrorState error={error} onRetry={() => void refetch()} />
        {other}
      </>
    );
  if (!data) return <LinesSkeleton lines={6} />;
  return (
    <div className={classes.whyBody}>
      <Verdict why={data} segment={segment} />
      {data.explanation ? (
        <WhyTree node={data.explanation} />
      ) : (
        <p className="dim">
          {segment.kind === "live"
            ? "Nothing can be told yet: the past of its conditions is still being read."
            : "A static segment holds those who were chosen when it was saved."}
        </p>
      )}
      <div>{other}</div>
    </div>
  );
}

function Verdict({ why: { person, member, enteredAt, at }, segment }: { why: MembershipExplanation; segment: Segment }) {
  const timeZone = useTimeZone();
  return (
    <div>
      <TextLink to={`/people/${person.id}`} className={classes.whyName}>
        <bdi>{personTitle(person)}</bdi>
      </TextLink>
      <div className={classes.verdict}>
        <Status tone={member ? "good" : "neutral"}>
          {member ? `Is in it${enteredAt ? ` since ${formatDateTime(new Date(enteredAt), timeZone)}` : ""}` : "Is not in it"}
        </Status>
        <span className="faint small">as of {formatDateTime(new Date(at), timeZone)}</span>
      </div>
      {segment.state === "computing" ? (
        <p className="dim small">The segment is still being computed: who belongs may not be in it yet.</p>
      ) : null}
    </div>
  );
}
