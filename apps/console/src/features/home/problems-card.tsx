import { Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Card } from "../../ui/card.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import classes from "./home.module.css";
import type { Pulse } from "./pulse-query.ts";

const words = { critical: "Critical", warning: "Warning", info: "Note" } as const;

/** The worst few; the others come on demand, for this card may stand before everything else. */
const shownAtFirst = 4;

/** What is wrong and where to look; says so when nothing is. */
export function ProblemsCard({ problems }: { problems: Pulse["problems"] }) {
  const [all, setAll] = useState(false);
  if (problems.length === 0) {
    return (
      <Card title="What is wrong">
        <p className={classes.allWell}>
          <IconCircleCheck size={18} aria-hidden="true" />
          <span>Nothing. Sources send, everything can be used, processing keeps up.</span>
        </p>
      </Card>
    );
  }
  return (
    <Card title="What is wrong" hint={problems.length} flush>
      <ul className={classes.list}>
        {(all ? problems : problems.slice(0, shownAtFirst)).map(({ code, severity, text, link }) => (
          <li key={`${code} ${text}`} className={classes.problem}>
            <i className={classes.problemMark} data-severity={severity} />
            <div className={classes.grow}>
              <span className="visually-hidden">{words[severity]}: </span>
              {text}
              {link ? (
                <>
                  {" "}
                  <TextLink to={link} className="underlined">
                    Look into it
                  </TextLink>
                </>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {!all && problems.length > shownAtFirst ? (
        <div className={classes.padded}>
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
            Show {problems.length - shownAtFirst} more
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
