import type { TaskContext } from "@throughline/contract";
import { TextLink } from "../../ui/text-link.tsx";
import classes from "./tasks.module.css";

/** What to know before beginning: facts, and where each can be looked at. */
export function TaskContextList({ context, person }: { context: TaskContext; person: string | null }) {
  const { journey, interaction, evidence } = context;
  if (!journey && !interaction && evidence.length === 0) return null;
  const links = [
    ...(interaction && person
      ? [
          {
            to: `/people/${person}?${new URLSearchParams({ entry: interaction.id, around: interaction.at })}`,
            label: "The moment on their timeline",
          },
        ]
      : []),
    ...(journey
      ? [
          {
            to: `/journeys/${encodeURIComponent(journey.key)}`,
            label: `The journey: ${journey.key}${journey.stage ? `, ${journey.stage}` : ""}`,
          },
        ]
      : []),
  ];
  return (
    <section aria-label="What to know" className={classes.context}>
      <ul>
        {evidence.map(({ text, link }) => (
          <li key={text} dir="auto">
            {text}
            {link ? (
              <>
                {" "}
                <Look link={link} />
              </>
            ) : null}
          </li>
        ))}
        {links.map(({ to, label }) => (
          <li key={to}>
            <TextLink to={to} className="underlined">
              {label}
            </TextLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Within the console, or to another site in a tab of its own. */
function Look({ link }: { link: string }) {
  if (link.startsWith("/"))
    return (
      <TextLink to={link} className="underlined">
        Look
      </TextLink>
    );
  return (
    <a href={link} target="_blank" rel="noreferrer noopener" className="underlined">
      {new URL(link).host}
    </a>
  );
}
