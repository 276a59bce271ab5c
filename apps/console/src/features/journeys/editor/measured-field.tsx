import { Button, CloseButton, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { messageOf, type Draft, type Problem } from "./draft.ts";
import classes from "./editor.module.css";
import { MatchField, MatchList } from "./match-list.tsx";

const lists = [
  { field: "contacts", title: "Contacts", means: "The customer gets in touch with us: each counts as one contact." },
  {
    field: "conversation",
    title: "Conversation",
    means: "What is said in a contact, by either side: hand-offs and switches are seen in it.",
  },
  { field: "friction", title: "Friction", means: "Rage clicks, errors and the like." },
] as const;

/** What effort, seams and revenue are measured by. */
export function MeasuredField({
  draft,
  problems,
  onChange,
}: {
  draft: Draft;
  problems: readonly Problem[];
  onChange: (changes: Partial<Draft>) => void;
}) {
  const { revenue } = draft;
  return (
    <>
      {lists.map(({ field, title, means }) => (
        <section key={field} className={classes.measured} aria-label={title}>
          <h3>{title}</h3>
          <p className="dim small">{means}</p>
          <MatchList
            of={title.toLowerCase()}
            field={field}
            value={draft[field]}
            least={0}
            most={20}
            addLabel="Add an event"
            problems={problems}
            onChange={(next) => onChange({ [field]: next })}
          />
        </section>
      ))}
      <section className={classes.measured} aria-label="Revenue">
        <h3>Revenue</h3>
        <p className="dim small">What the customer pays: the sum of a property of an event.</p>
        {revenue ? (
          <>
            <div className={classes.line}>
              <TextInput
                className={classes.grow}
                label="Property"
                placeholder="event.amount"
                value={revenue.property}
                error={messageOf(problems, "revenue.property")}
                onChange={(event) => onChange({ revenue: { ...revenue, property: event.currentTarget.value } })}
              />
              <CloseButton size={26} aria-label="Measure no revenue" onClick={() => onChange({ revenue: null })} />
            </div>
            <MatchField
              of="revenue"
              field="revenue.match"
              value={revenue.match}
              problems={problems}
              onChange={(match) => onChange({ revenue: { ...revenue, match } })}
            />
          </>
        ) : (
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange({ revenue: { match: { event: null }, property: "event.amount" } })}
          >
            Measure revenue
          </Button>
        )}
      </section>
    </>
  );
}
