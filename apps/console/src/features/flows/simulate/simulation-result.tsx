import { Alert } from "@mantine/core";
import { nameOfStep, type FlowDefinition, type FlowSimulation } from "@throughline/contract";
import { BarChart } from "../../../ui/chart/bar-chart.tsx";
import { formatCount, formatShare, plural } from "../../../ui/format-number.ts";
import { formatDate } from "../../../ui/format-time.ts";
import { TextLink } from "../../../ui/text-link.tsx";
import classes from "../panel/panel.module.css";
import { ruleWords } from "../words/rule-words.ts";
import { describeAgainstLive } from "./against-live.ts";

type SimulationResultProps = { simulation: FlowSimulation; flow: FlowDefinition; onOpen: (step: string) => void };

/** What would have happened: who would have come in, what would have been sent and held back and why, day by day, and what differs from what is published. */
export function SimulationResult({ simulation, flow, onOpen }: SimulationResultProps) {
  if (simulation.notSimulated !== null)
    return (
      <Alert role="status" title="This trigger cannot be simulated">
        {simulation.notSimulated}
      </Alert>
    );
  return <Figures simulation={simulation} flow={flow} onOpen={onOpen} />;
}

function Figures({ simulation, flow, onOpen }: SimulationResultProps) {
  const { entrants, people, control, touches, reachedGoal } = simulation;
  const asked = touches.reduce((sum, one) => sum + one.asked, 0);
  const held = touches.reduce((sum, one) => sum + one.held.reduce((all, { touches: count }) => all + count, 0), 0);
  const tickEvery = Math.max(1, Math.ceil(simulation.days.length / 4));
  const day = (text: string) => formatDate(new Date(text.length === 10 ? `${text}T00:00:00Z` : text), "UTC");
  return (
    <>
      <dl className={classes.figures}>
        <Figure label="Would have come in" value={entrants} detail={plural(people, "person", "people")} />
        <Figure label="Left alone, to measure" value={control} detail={entrants === 0 ? "" : formatShare(control / entrants)} />
        <Figure label="Messages asked about" value={asked} detail={asked === 0 ? "" : `${formatCount(asked - held)} at once`} />
        <Figure label="Held back or put off" value={held} detail={asked === 0 ? "" : formatShare(held / asked)} />
      </dl>
      <p className={classes.compare}>
        {describeAgainstLive(simulation, asked, held)}{" "}
        {flow.goal === null
          ? ""
          : `The goal was reached by ${formatCount(reachedGoal.treated + reachedGoal.held)} of them in fact, without any of it.`}
      </p>
      {simulation.days.length > 1 ? (
        <section aria-label="Day by day">
          <h3>Day by day</h3>
          <BarChart
            height={130}
            label="People who would have come in, by day"
            idleCaption={`${formatCount(entrants)} came in, ${day(simulation.from)} to ${day(simulation.to)}`}
            bars={simulation.days.map(({ day: date, entrants: count, touches: sent, held: heldBack }, index) => ({
              key: date,
              ...(index % tickEvery === 0 ? { tick: day(date).replace(/ \d{4}$/, "") } : {}),
              value: count,
              caption: `${day(date)} · ${formatCount(count)} came in, ${formatCount(sent)} messages, ${formatCount(heldBack)} held`,
            }))}
          />
        </section>
      ) : null}
      {touches.map((touch) => {
        const title = nameOfStep(flow, touch.step);
        return (
          <section key={touch.step} aria-label={title}>
            <h3>
              <button type="button" className={classes.open} onClick={() => onOpen(touch.step)}>
                {title}
              </button>
            </h3>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">The arbiter said</th>
                  <th scope="col">touches</th>
                </tr>
              </thead>
              <tbody>
                {touch.answers.map(({ answer, touches: count }) => (
                  <tr key={answer}>
                    <td>{answerWords[answer]}</td>
                    <td>{formatCount(count)}</td>
                  </tr>
                ))}
                {touch.held.map(({ rule, touches: count }) => (
                  <tr key={rule}>
                    <td className="dim">held by: {ruleWords[rule]}</td>
                    <td className="dim">{formatCount(count)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
      {simulation.examples.length > 0 ? (
        <section aria-label="For instance">
          <h3>For instance</h3>
          <ul className={classes.examples}>
            {simulation.examples.map(({ person, name, sentence }) => (
              <li key={`${person} ${sentence}`}>
                <TextLink to={`/people/${person}`}>
                  <bdi>{name ?? `Person ${person.slice(-6)}`}</bdi>
                </TextLink>{" "}
                <span className="dim">{sentence}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {simulation.assumptions.length > 0 ? (
        <section aria-label="Taken for granted">
          <h3>Taken for granted</h3>
          {simulation.assumptions.map((text) => (
            <p key={text} className="dim small">
              {text}
            </p>
          ))}
        </section>
      ) : null}
    </>
  );
}

const answerWords = {
  now: "yes, at once",
  later: "later",
  no: "no",
  task: "a person decides",
  approval: "after a person approved",
} as const;

function Figure({ label, value, detail }: { label: string; value: number; detail: string }) {
  return (
    <div>
      <dt className="dim small">{label}</dt>
      <dd>
        {formatCount(value)} <span className="faint small">{detail}</span>
      </dd>
    </div>
  );
}
