import { Button } from "@mantine/core";
import type { ArbiterRules, ArbiterRulesState } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";
import { notifyDone } from "../../../app/notify.ts";
import { useCan } from "../../../app/session.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Card } from "../../../ui/card.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { TextLink } from "../../../ui/text-link.tsx";
import { CapsPart } from "./caps-part.tsx";
import { ConsentPart } from "./consent-part.tsx";
import { HoldoutPart, MatterPart, ScorePart } from "./matter-parts.tsx";
import { OwnershipPart } from "./ownership-part.tsx";
import type { RulesForm } from "./part-card.tsx";
import { RulesConflict } from "./rules-conflict.tsx";
import { differingParts, onTopOf, partOfField, ruleParts, sayPart } from "./rule-parts.ts";
import classes from "./rules.module.css";
import { GapPart, KeepPart, QuietHoursPart, WorthPart } from "./time-parts.tsx";
import { TryDrawer } from "./try-drawer.tsx";

type RulesEditorProps = { state: ArbiterRulesState & { defaults: ArbiterRules }; mayWrite: boolean };

/** The rules being edited: from which version, what differs, saving, trying, and what to do when somebody else was faster. */
export function RulesEditor({ state, mayWrite }: RulesEditorProps) {
  const { defaults } = state;
  // What was opened: the rules may be changed by others meanwhile, which is told when they are saved.
  const [base, setBase] = useState({ rules: state.rules, version: state.version });
  const [rules, setRules] = useState(state.rules);
  const [isTrying, setTrying] = useState(false);
  const queryClient = useQueryClient();
  const mayAudit = useCan("audit:read");
  const save = useMutation(
    api.arbiter.setRules.mutationOptions({
      onSuccess: (saved) => {
        setBase({ rules: saved.rules, version: saved.version });
        setRules(saved.rules);
        notifyDone(`Saved: version ${saved.version} holds from the next decision on.`);
        return queryClient.invalidateQueries({ queryKey: api.arbiter.key() });
      },
    }),
  );
  const unsaved = differingParts(base.rules, rules);
  const fromDefault = differingParts(defaults, rules);
  const blocker = useBlocker({ shouldBlockFn: () => unsaved.length > 0, enableBeforeUnload: unsaved.length > 0, withResolver: true });
  const failure = save.error instanceof ApiError ? save.error : null;
  const issues = failure?.issues ?? [];
  const elsewhere = issues.filter(({ field }) => partOfField(field) === null);
  const isConflict = failure?.code === "conflict";
  const change = (next: ArbiterRules) => {
    if (!isConflict) save.reset();
    setRules(next);
  };
  const form: RulesForm = {
    rules,
    saved: base.rules,
    defaults,
    disabled: !mayWrite,
    issuesOf: (part) => issues.filter(({ field }) => partOfField(field) === part),
    onChange: change,
  };
  const readAnew = async () => {
    const theirs = await queryClient.fetchQuery(api.arbiter.rules.queryOptions({ staleTime: 0 }));
    setBase({ rules: theirs.rules, version: theirs.version });
    save.reset();
    return theirs;
  };
  return (
    <div className={classes.layout}>
      <div className={classes.parts}>
        <QuietHoursPart form={form} />
        <CapsPart form={form} />
        <GapPart form={form} />
        <ConsentPart form={form} />
        <OwnershipPart form={form} />
        <MatterPart part="complaint" form={form} />
        <MatterPart part="conversation" form={form} />
        <ScorePart form={form} />
        <HoldoutPart form={form} />
        <WorthPart form={form} />
        <KeepPart form={form} />
      </div>
      <aside className={classes.summary} aria-label="Changes">
        <Card title={unsaved.length > 0 ? "Not saved yet" : "The rules that hold"}>
          <div className={classes.body}>
            {isConflict ? (
              <RulesConflict
                message={failure.message}
                onTheirs={async () => setRules((await readAnew()).rules)}
                onMine={async () => {
                  const { rules: before } = base;
                  const theirs = await readAnew();
                  setRules(onTopOf(before, rules, theirs.rules));
                }}
              />
            ) : null}
            {failure && !isConflict && (issues.length === 0 || elsewhere.length > 0) ? (
              <p role="alert" className={`${classes.issues} small`}>
                {elsewhere.length > 0 ? elsewhere.map(({ field, message }) => `${field}: ${message}`).join("; ") : failure.message}
              </p>
            ) : null}
            {failure && !isConflict && issues.length > elsewhere.length ? (
              <p role="alert" className={`${classes.issues} small`}>
                Not saved: see what is said at the{" "}
                {[...new Set(issues.flatMap(({ field }) => partOfField(field) ?? []))].map((part) => ruleParts[part].label).join(", ")}.
              </p>
            ) : null}
            {unsaved.length > 0 ? (
              <ul className={`${classes.differences} small`}>
                {unsaved.map((part) => (
                  <li key={part}>
                    <b>{ruleParts[part].label}</b>
                    <br />
                    {sayPart(part, rules)} <span className="dim">Was: {sayPart(part, base.rules)}</span>
                  </li>
                ))}
              </ul>
            ) : null}
            <div className={classes.actions}>
              <AllowedButton
                permission="arbiter:write"
                variant="filled"
                loading={save.isPending}
                unless={unsaved.length === 0 ? "Nothing is changed." : isConflict ? "Choose first what becomes of the other change." : null}
                onClick={() => save.mutate({ rules, version: base.version })}
              >
                Save the rules
              </AllowedButton>
              {unsaved.length > 0 ? <Button onClick={() => change(base.rules)}>Discard</Button> : null}
              <Button onClick={() => setTrying(true)}>{unsaved.length > 0 ? "Try before saving" : "Try them"}</Button>
            </div>
          </div>
        </Card>
        <Card title="Against the defaults">
          {fromDefault.length === 0 ? <p className="dim small">Nothing differs.</p> : null}
          <ul className={`${classes.differences} small`}>
            {fromDefault.map((part) => (
              <li key={part}>
                <b>{ruleParts[part].label}</b>
                <br />
                {sayPart(part, rules)} <span className="dim">Default: {sayPart(part, defaults)}</span>
              </li>
            ))}
          </ul>
        </Card>
        {mayAudit ? (
          <TextLink to="/settings/audit?action=arbiter.rules" className="underlined small">
            Who changed the rules, and what
          </TextLink>
        ) : null}
      </aside>
      <TryDrawer opened={isTrying} onClose={() => setTrying(false)} rules={unsaved.length > 0 ? rules : null} />
      <ConfirmDialog
        opened={blocker.status === "blocked"}
        onClose={() => blocker.reset?.()}
        title="Leave without saving?"
        confirmLabel="Leave"
        destructive
        onConfirm={() => blocker.proceed?.()}
      >
        What you changed in the rules is not saved.
      </ConfirmDialog>
    </div>
  );
}
