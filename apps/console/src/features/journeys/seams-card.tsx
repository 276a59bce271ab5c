import { Button } from "@mantine/core";
import type { Seam } from "@throughline/contract";
import { useState } from "react";
import { Card } from "../../ui/card.tsx";
import { formatCount } from "../../ui/format-number.ts";
import { describeShare, formatRate, formatSpan } from "./format-figure.ts";
import classes from "./journeys.module.css";
import { WhoNumber, type OnWho } from "./map/figure-parts.tsx";
import { SeamOwner } from "./seam-owner.tsx";
import { bleeds, isBleedingShare, seamSides } from "./seam-words.ts";

const shownAtFirst = 8;

/** Hand-offs inside the journey, those that harm most first, each with who answers for it. */
export function SeamsCard({ journey, seams: all, onWho }: { journey: string; seams: readonly Seam[]; onWho: OnWho }) {
  const [showsAll, setShowsAll] = useState(false);
  // Those that nobody crossed in this range say nothing, unless somebody answers for them.
  const seams = all.filter(({ crossed, owner }) => crossed.value > 0 || owner !== null);
  const bleeding = seams.filter(bleeds).length;
  return (
    <Card
      title={bleeding > 0 ? "Seams that bleed" : "Seams"}
      hint={
        bleeding > 0
          ? `${bleeding} of ${seams.length} hand-offs, ranked by those lost or told again`
          : "hand-offs, ranked by those lost or told again"
      }
    >
      {seams.length === 0 ? (
        <p className="dim small">Nothing was handed over in this range: one channel, and either the bot or people.</p>
      ) : (
        <div className={classes.seamsScroll} role="region" aria-label="Hand-offs of the journey" tabIndex={0}>
          <table className={classes.seams}>
            <thead>
              <tr>
                <th scope="col">Hand-off</th>
                <th scope="col" data-number>
                  Crossed
                </th>
                <th scope="col" data-number>
                  Explain again
                </th>
                <th scope="col" data-number>
                  Never arrive
                </th>
                <th scope="col" data-number>
                  Gap, median
                </th>
                <th scope="col">Owner</th>
              </tr>
            </thead>
            <tbody>
              {seams.slice(0, showsAll ? seams.length : shownAtFirst).map((seam) => (
                <SeamRow key={seam.key} journey={journey} seam={seam} onWho={onWho} />
              ))}
            </tbody>
          </table>
          {seams.length > shownAtFirst ? (
            <Button
              className={classes.more}
              size="xs"
              variant="subtle"
              color="gray"
              onClick={() => setShowsAll(!showsAll)}
              aria-expanded={showsAll}
            >
              {showsAll ? "Show fewer" : `Show ${seams.length - shownAtFirst} more that harm less`}
            </Button>
          ) : null}
        </div>
      )}
    </Card>
  );
}

function SeamRow({ journey, seam, onWho }: { journey: string; seam: Seam; onWho: OnWho }) {
  const [from, to] = seamSides(seam);
  const name = `${from} to ${to}`;
  const { medianSeconds, p90Seconds } = seam.gap;
  return (
    <tr>
      <td className={classes.seam}>
        {from} <i data-bleeds={bleeds(seam) || undefined} aria-label="to" role="img" /> {to}
      </td>
      <td
        data-number
        data-label="Crossed"
        title={`${formatCount(seam.crossed.previous)} before; ${formatCount(seam.pending)} still under way`}
      >
        <WhoNumber value={seam.crossed.value} cell={{ seam: seam.key, crossing: "crossed" }} label={`crossed ${name}`} onWho={onWho} />
      </td>
      <Part share={seam.repeated} seam={seam.key} crossing="repeated" label={`explained again at ${name}`} onWho={onWho} />
      <Part share={seam.lost} seam={seam.key} crossing="lost" label={`never arrived at ${name}`} onWho={onWho} />
      <td data-number data-label="Gap, median" title={p90Seconds === null ? undefined : `p90 ${formatSpan(p90Seconds)}`}>
        {medianSeconds === null ? (
          "–"
        ) : (
          <WhoNumber
            value={seam.arrived}
            text={formatSpan(medianSeconds)}
            cell={{ seam: seam.key, crossing: "crossed" }}
            label={`median gap at ${name}`}
            onWho={onWho}
          />
        )}
      </td>
      <td data-label="Owner">
        <SeamOwner key={`${seam.owner} ${seam.note}`} journey={journey} seam={seam} name={name} isNeeded={bleeds(seam)} />
      </td>
    </tr>
  );
}

type PartProps = { share: Seam["lost"]; seam: string; crossing: "lost" | "repeated"; label: string; onWho: OnWho };

const heads = { repeated: "Explain again", lost: "Never arrive" };

function Part({ share, seam, crossing, label, onWho }: PartProps) {
  if (share.rate === null)
    return (
      <td
        data-number
        data-label={heads[crossing]}
        className="faint"
        title="Nothing announces this hand-off, so only what arrived can be seen."
      >
        –
      </td>
    );
  return (
    <td data-number data-label={heads[crossing]} title={describeShare(share)} data-bleeds={isBleedingShare(share) || undefined}>
      <WhoNumber
        value={Math.round(share.rate * share.n)}
        text={formatRate(share.rate)}
        cell={{ seam, crossing }}
        label={label}
        onWho={onWho}
      />
    </td>
  );
}
