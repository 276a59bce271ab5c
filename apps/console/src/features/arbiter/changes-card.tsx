import type { ArbiterReport, RuleName } from "@throughline/contract";
import { UnstyledButton } from "@mantine/core";
import { Card } from "../../ui/card.tsx";
import classes from "./arbiter.module.css";
import { sayChanges } from "./say-changes.ts";

type ChangesCardProps = { now: ArbiterReport; before: ArbiterReport; beforeLabel: string; onRule: (rule: RuleName) => void };

/** Sentences that say what changed; only what is more than chance. */
export function ChangesCard({ now, before, beforeLabel, onRule }: ChangesCardProps) {
  const changes = sayChanges(now, before, beforeLabel);
  return (
    <Card title="What changed">
      <ul className={classes.changes}>
        {changes.map(({ text, rule }) => (
          <li key={text}>
            {text}
            {rule === null ? null : (
              <>
                {" "}
                <UnstyledButton className={classes.link} onClick={() => onRule(rule)}>
                  Show them
                </UnstyledButton>
              </>
            )}
          </li>
        ))}
      </ul>
      {changes.length === 1 && changes[0]?.isCompared ? (
        <p className="faint small">No rule holds back more or less than chance would explain.</p>
      ) : null}
    </Card>
  );
}
