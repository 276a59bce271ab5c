import { Button } from "@mantine/core";
import type { AccountMembershipExplanation, MembershipExplanation, Segment } from "@throughline/contract";
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
import { useFocusWhenLost } from "../../ui/use-focus-when-lost.ts";
import { PickAccount } from "../accounts/index.ts";
import { PickPerson } from "../people/index.ts";
import classes from "./segments.module.css";
import { WhyTree } from "./why-tree.tsx";

type WhyDrawerProps = {
  segment: Segment;
  /** `choose`, or the id of a person (or account); undefined closes. Kept in the address by the page. */
  choice: string | undefined;
  onChoice: (choice: string | undefined) => void;
};

/** Why a person (or an account) is in the segment, or is not: leaf by leaf, as it is now. */
export function WhyDrawer({ segment, choice, onChoice }: WhyDrawerProps) {
  const isOfAccounts = segment.of === "account";
  const isChosen = choice !== undefined && choice !== "choose";
  return (
    <SideDrawer
      opened={choice !== undefined}
      onClose={() => onChoice(undefined)}
      title={choice === "choose" ? (isOfAccounts ? "Find an account" : "Find a person") : `In ${segment.name}: why, or why not`}
    >
      {choice === "choose" ? isOfAccounts ? <PickAccount onPick={onChoice} /> : <PickPerson without="" onPick={onChoice} /> : null}
      {isChosen && isOfAccounts ? <WhyAccount segment={segment} id={choice} onOther={() => onChoice("choose")} /> : null}
      {isChosen && !isOfAccounts ? <WhyPerson segment={segment} id={choice} onOther={() => onChoice("choose")} /> : null}
    </SideDrawer>
  );
}

type OneProps = { segment: Segment; id: string; onOther: () => void };
const often = { refetchInterval: 10_000, staleTime: 0 };

function WhyPerson({ segment, id, onOther }: OneProps) {
  const query = useQuery(api.segments.why.queryOptions({ input: { key: segment.key, id }, ...often }));
  return <Why segment={segment} query={query} onOther={onOther} />;
}

function WhyAccount({ segment, id, onOther }: OneProps) {
  const query = useQuery(api.segments.whyAccount.queryOptions({ input: { key: segment.key, id }, ...often }));
  return <Why segment={segment} query={query} onOther={onOther} />;
}

type Explained = MembershipExplanation | AccountMembershipExplanation;
type WhyProps = {
  segment: Segment;
  query: { data: Explained | undefined; error: Error | null; refetch: () => unknown };
  onOther: () => void;
};

function Why({ segment, query: { data, error, refetch }, onOther }: WhyProps) {
  const other = (
    <Button size="xs" onClick={onOther}>
      {segment.of === "account" ? "Another account" : "Another person"}
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

function Verdict({ why, segment }: { why: Explained; segment: Segment }) {
  const { member, enteredAt, at } = why;
  const [to, title] =
    "account" in why
      ? [`/accounts/${why.account.id}`, why.account.name ?? why.account.key]
      : [`/people/${why.person.id}`, personTitle(why.person)];
  const timeZone = useTimeZone();
  const place = useFocusWhenLost<HTMLDivElement>();
  return (
    <div ref={place}>
      <TextLink to={to} className={classes.whyName}>
        <bdi>{title}</bdi>
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
