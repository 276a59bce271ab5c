import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TouchPreview } from "../messages/index.ts";
import { channelWords, kindWords, purposeWords } from "./arbiter-words.ts";
import { AnswerMark } from "./answer-mark.tsx";
import classes from "./arbiter.module.css";
import { VerdictList } from "./verdict-list.tsx";

/** What somebody is asked to decide: what would reach the person, what every rule said of it, and the message itself where it is one of a flow. */
export function DecisionOfTask({ touch }: { touch: string }) {
  const mayRead = useCan("arbiter:read");
  const { data, isPending } = useQuery({ ...api.arbiter.touch.queryOptions({ input: { id: touch }, retry: false }), enabled: mayRead });
  const latest = data?.items[0];
  if (!mayRead || (!latest && !isPending)) return null;
  if (!latest) return <LinesSkeleton lines={4} />;
  const { kind, channel, purpose, topic } = latest.touch;
  return (
    <section className={classes.details} aria-label="What is to be decided">
      <div className={classes.answerLine}>
        <AnswerMark decision={latest} />
        <span className="dim small">
          {kindWords[kind]} by {channelWords[channel]} · {purposeWords[purpose].label.toLowerCase()}
          {topic ? `, topic ${topic}` : ""}
        </span>
      </div>
      <TouchPreview touch={latest.touch} personId={latest.personId} />
      <VerdictList verdicts={latest.verdicts} decided={latest.rule} />
      <TextLink to={`/people/${latest.personId}?${new URLSearchParams({ view: "facts", touch })}`} className="underlined small">
        Everything that was decided about it
      </TextLink>
    </section>
  );
}
