import { Button, Switch } from "@mantine/core";
import type { ArbiterRules, FieldIssue } from "@throughline/contract";
import type { ReactNode } from "react";
import { Card } from "../../../ui/card.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { isSame, ruleParts, sayPart, withPart, type RulePart } from "./rule-parts.ts";
import classes from "./rules.module.css";

export type RulesForm = {
  rules: ArbiterRules;
  /** Those that hold now. */
  saved: ArbiterRules;
  defaults: ArbiterRules;
  disabled: boolean;
  issuesOf: (part: RulePart) => readonly FieldIssue[];
  onChange: (rules: ArbiterRules) => void;
};

type PartCardProps = {
  part: RulePart;
  form: RulesForm;
  /** What it is for, in one sentence. */
  means: string;
  /** Switches the rule off and on; without it the rule is always there. */
  switched?: { on: boolean; onSwitch: (on: boolean) => void };
  children?: ReactNode;
};

/** One part of the rules: what it is for, its fields, how it differs from the default, and what was refused. */
export function PartCard({ part, form, means, switched, children }: PartCardProps) {
  const { rules, saved, defaults, disabled, onChange } = form;
  const issues = form.issuesOf(part);
  const { label } = ruleParts[part];
  const isDefault = isSame(part, rules, defaults);
  const isSaved = isSame(part, rules, saved);
  return (
    <Card
      title={label}
      hint={
        <>
          {isSaved ? null : <Chip tone="accent">not saved</Chip>} {isDefault ? null : <Chip>not the default</Chip>}
        </>
      }
      actions={
        switched ? (
          <Switch
            aria-label={`${label}: on`}
            checked={switched.on}
            disabled={disabled}
            onChange={(event) => switched.onSwitch(event.currentTarget.checked)}
          />
        ) : null
      }
    >
      <div className={classes.body}>
        <p className={`${classes.means} dim small`}>{means}</p>
        {issues.length > 0 ? (
          <ul className={`${classes.issues} small`} role="alert">
            {issues.map(({ field, message, accepted }) => (
              <li key={`${field} ${message}`}>
                {field.replace(/^rules\./, "")}: {message}
                {accepted ? ` (${accepted})` : ""}
              </li>
            ))}
          </ul>
        ) : null}
        {switched?.on === false ? <p className="dim small">This rule is switched off: it allows everything.</p> : children}
        {isDefault ? null : (
          <div className={`${classes.changed} small`}>
            <p>
              <span className="dim">By default:</span> {sayPart(part, defaults)}
            </p>
            {disabled ? null : (
              <Button
                size="xs"
                variant="subtle"
                aria-label={`${label}: back to the default`}
                onClick={() => onChange(withPart(rules, part, defaults))}
              >
                Back to the default
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
