import { CloseButton, TextInput } from "@mantine/core";
import type { PathsQuery } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./builder.module.css";
import { nextId } from "./predicate-rows.ts";
import { Section } from "./section.tsx";

type Rules = PathsQuery["clean"];
type Draft = Rules[number] & { id: number };

const toDrafts = (rules: Rules): Draft[] => rules.map((rule) => ({ ...rule, id: nextId() }));
const mostRules = 20;

/** Pages that are one to whoever looks: what matches a pattern counts under one name. Rules that miss a half stay here until they are whole. */
export function CleanField({ rules, onChange }: { rules: Rules; onChange: (rules: Rules) => void }) {
  const [state, setState] = useState(() => ({ drafts: toDrafts(rules), told: JSON.stringify(rules) }));
  // Undo or a link brought other rules than those told last: show them.
  if (JSON.stringify(rules) !== state.told) setState({ drafts: toDrafts(rules), told: JSON.stringify(rules) });
  const set = (drafts: Draft[]) => {
    const whole = drafts.flatMap(({ match, as }) => (match === "" || as.trim() === "" ? [] : [{ match, as: as.trim() }]));
    setState({ drafts, told: JSON.stringify(whole) });
    if (JSON.stringify(whole) !== JSON.stringify(rules)) onChange(whole);
  };
  const edit = (id: number, changes: Partial<Rules[number]>) =>
    set(state.drafts.map((draft) => (draft.id === id ? { ...draft, ...changes } : draft)));
  return (
    <Section
      title="Pages counted as one"
      actions={
        state.drafts.length < mostRules ? (
          <button
            type="button"
            className={classes.add}
            onClick={() => setState({ ...state, drafts: [...state.drafts, { match: "", as: "", id: nextId() }] })}
          >
            <IconPlus size={12} /> Rule
          </button>
        ) : null
      }
    >
      {state.drafts.map(({ id, match, as }, index) => (
        <div key={id} className={classes.item} role="group" aria-label={`Rule ${index + 1}`}>
          <div className={classes.line}>
            <TextInput
              aria-label={`Paths that match, rule ${index + 1}`}
              placeholder="^/orders/\d+$"
              className={classes.grow}
              autoFocus={match === "" && as === ""}
              maxLength={200}
              value={match}
              onChange={(event) => edit(id, { match: event.currentTarget.value })}
            />
            <CloseButton
              size={26}
              aria-label={`Remove rule ${index + 1}`}
              onClick={() => set(state.drafts.filter((one) => one.id !== id))}
            />
          </div>
          <div className={classes.line}>
            <span className="dim small">counts as</span>
            <TextInput
              aria-label={`Count as, rule ${index + 1}`}
              placeholder="/orders/…"
              className={classes.grow}
              maxLength={200}
              value={as}
              onChange={(event) => edit(id, { as: event.currentTarget.value })}
            />
          </div>
        </div>
      ))}
      {state.drafts.length > 0 ? (
        <p className="small dim">Patterns (RE2) are looked for anywhere in a path; the first rule that is found names it.</p>
      ) : null}
    </Section>
  );
}
