import { Alert, Button } from "@mantine/core";
import type { JourneyDefinition } from "@throughline/contract";
import { useState, type ReactNode } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { LinkButton } from "../../../ui/link-button.tsx";
import { Page } from "../../../ui/page.tsx";
import { problemsOf, toDefinition, type Draft, type Problem } from "./draft.ts";
import classes from "./editor.module.css";
import { JourneyForm } from "./journey-form.tsx";
import { PreviewPane } from "./preview-pane.tsx";
import { usePreview } from "./use-preview.ts";

type JourneyEditorProps = {
  title: string;
  first: Draft;
  backTo: string;
  saveLabel: string;
  save: { mutate: (definition: JourneyDefinition) => void; isPending: boolean; error: Error | null };
  actions?: ReactNode;
};

/** The form of a journey beside the map that it makes. What is missing is said once one tries to save; what the server refuses, at once. */
export function JourneyEditor({ title, first, backTo, saveLabel, save, actions }: JourneyEditorProps) {
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const definition = toDefinition(draft);
  const missing = problemsOf(draft);
  const preview = usePreview(definition, missing.length === 0);
  const refused: Problem[] = save.error instanceof ApiError ? save.error.issues : [];
  const problems = [...(tried ? missing : []), ...refused, ...preview.problems];
  const onSave = () => {
    setTried(true);
    if (missing.length > 0) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    save.mutate(definition);
  };
  return (
    <Page
      title={title}
      description="Only this is declared. Who is where, what flows and what bleeds is computed from what customers did."
      actions={
        <>
          {actions}
          <LinkButton to={backTo}>Cancel</LinkButton>
          <Button variant="filled" loading={save.isPending} onClick={onSave}>
            {saveLabel}
          </Button>
        </>
      }
    >
      {save.error && !save.isPending ? (
        <Alert color="bleed" title="Not saved" role="alert">
          {save.error.message}
        </Alert>
      ) : tried && missing.length > 0 ? (
        <Alert color="bleed" title="Not saved yet" role="alert">
          {missing.length === 1 ? "One field is" : `${missing.length} fields are`} still missing; each says what it needs.
        </Alert>
      ) : null}
      <div className={classes.editor}>
        <JourneyForm draft={draft} problems={problems} onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))} />
        <PreviewPane definition={definition} preview={preview} missing={missing.length} />
      </div>
    </Page>
  );
}
