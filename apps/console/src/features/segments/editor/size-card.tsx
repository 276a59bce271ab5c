import type { Predicate, SegmentOf, SegmentPreview } from "@throughline/contract";
import { Button, Progress } from "@mantine/core";
import { Card } from "../../../ui/card.tsx";
import { formatCount, formatShare } from "../../../ui/format-number.ts";
import { PredicateWords } from "../predicate-words.tsx";
import { nounsOf } from "../of-words.ts";
import classes from "../segments.module.css";
import { useNames } from "../use-names.ts";
import type { useSize } from "./use-size.ts";

type SizeCardProps = { of: SegmentOf; predicate: Predicate | undefined; preview: ReturnType<typeof useSize> };

/** What the definition says in words, and how many people or accounts it holds for now, while it is edited. */
export function SizeCard({ of, predicate, preview }: SizeCardProps) {
  const { many, all } = nounsOf[of];
  const nameOf = useNames();
  const { size, isCounting, error, issues, retry } = preview;
  return (
    <div className={classes.preview}>
      <Card title="Size now">
        <div role="status" aria-busy={isCounting} className={classes.preview} data-counting={isCounting || undefined}>
          {predicate === undefined ? <p className="dim">Counted as soon as there is a condition.</p> : null}
          {size && size.computing.length > 0 ? (
            <Waiting computing={size.computing} />
          ) : size ? (
            <>
              <p className={classes.count}>
                <b>{formatCount(size.people)}</b> of {formatCount(size.of)} {many}
              </p>
              <div className={classes.share} aria-hidden="true">
                <i style={{ inlineSize: `${size.of === 0 ? 0 : (100 * size.people) / size.of}%` }} />
              </div>
              <p className="dim small">
                {size.of === 0
                  ? of === "account"
                    ? "No account has arrived yet."
                    : "Nobody has arrived yet."
                  : `${formatShare(size.people / size.of)} of ${all}. It follows what they do from the moment it is saved.`}
              </p>
            </>
          ) : predicate && error ? (
            issues.length > 0 ? (
              <p className={classes.problem}>Cannot be counted as it is: see what its conditions say.</p>
            ) : (
              <>
                <p className={classes.problem}>{error.message}</p>
                <div>
                  <Button size="xs" onClick={retry}>
                    Count again
                  </Button>
                </div>
              </>
            )
          ) : predicate ? (
            <p className="dim">Counting…</p>
          ) : null}
        </div>
      </Card>
      <Card title="In words">
        {predicate ? (
          <PredicateWords predicate={predicate} nameOf={nameOf} />
        ) : (
          <p className="dim">Nothing yet. Add a condition: what {many} are, what they did, or did not do.</p>
        )}
      </Card>
    </div>
  );
}

/** What it counts on and is not there yet: a number would be wrong until then. */
function Waiting({ computing }: Pick<SegmentPreview, "computing">) {
  const isOne = computing.length === 1;
  return (
    <>
      <p>
        Not known yet. It counts on {isOne ? "a segment that is" : "segments that are"} still being computed; the size comes by itself as
        soon as {isOne ? "that is" : "they are"} done.
      </p>
      {computing.map(({ key, name, progress }) => (
        <div key={key} className={classes.waiting}>
          <span className="small truncate">{name}</span>
          <Progress value={progress * 100} size={4} aria-label={`Computed of ${name}`} />
        </div>
      ))}
    </>
  );
}
