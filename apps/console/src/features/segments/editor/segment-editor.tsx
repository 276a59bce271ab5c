import { Alert, Button, TextInput } from "@mantine/core";
import type { Predicate } from "@throughline/contract";
import { useRef, useState, type FormEvent } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { Card } from "../../../ui/card.tsx";
import { LinkButton } from "../../../ui/link-button.tsx";
import { Page } from "../../../ui/page.tsx";
import { PredicateBuilder } from "../../insights/index.ts";
import { asSentence } from "../segment-words.ts";
import classes from "../segments.module.css";
import { placeIssues } from "./place-issues.ts";
import { SizeCard } from "./size-card.tsx";
import { useSize } from "./use-size.ts";

type SegmentEditorProps = {
  title: string;
  description: string;
  first: { name: string; predicate: Predicate | undefined };
  backTo: string;
  saveLabel: string;
  save: { mutate: (draft: { name: string; predicate: Predicate }) => void; isPending: boolean; error: Error | null; reset: () => void };
};

/** The form of a live segment beside what it says and how many it holds for. What is missing is said once one tries to save; what the server refuses, at once. */
export function SegmentEditor({ title, description, first, backTo, saveLabel, save }: SegmentEditorProps) {
  const [name, setName] = useState(first.name);
  const [predicate, setPredicate] = useState(first.predicate);
  const [tried, setTried] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const preview = useSize(predicate);
  const refused = save.error instanceof ApiError && !save.isPending ? save.error : null;
  const isTaken = refused?.code === "conflict";
  const nameProblem =
    tried && name.trim() === ""
      ? "Give it a name."
      : isTaken
        ? "A segment of this name exists already: choose another."
        : refused?.issueOf("name");
  const { placed, others } = placeIssues(refused?.issues ?? preview.issues, predicate);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "") nameField.current?.focus();
    if (name.trim() !== "" && predicate !== undefined) save.mutate({ name: name.trim(), predicate });
  };
  return (
    <form onSubmit={onSubmit} aria-label={title} noValidate>
      <Page
        title={title}
        description={description}
        actions={
          <>
            <LinkButton to={backTo}>Cancel</LinkButton>
            <Button type="submit" variant="filled" loading={save.isPending}>
              {saveLabel}
            </Button>
          </>
        }
      >
        {save.error && !save.isPending && !isTaken ? (
          <Alert color="bleed" title="Not saved" role="alert">
            {save.error.message}
          </Alert>
        ) : null}
        <div className={classes.editor}>
          <Card>
            <div className={classes.form}>
              <TextInput
                ref={nameField}
                label="Name"
                placeholder="Trials without a colleague"
                autoFocus={first.name === ""}
                maxLength={200}
                value={name}
                error={nameProblem}
                onChange={(event) => {
                  setName(event.currentTarget.value);
                  save.reset();
                }}
              />
              <section aria-label="Who is in it">
                <h2 className={classes.label}>Who is in it</h2>
                <PredicateBuilder
                  of="the segment"
                  value={predicate}
                  events={null}
                  scope="person"
                  field="predicate"
                  issues={placed}
                  onChange={(next) => {
                    setPredicate(next);
                    save.reset();
                  }}
                />
                {isTaken
                  ? null
                  : others.map(({ field, message, accepted }) => (
                      <p key={`${field} ${message}`} className={classes.problem} role="alert">
                        {`${asSentence(message)}.`.replace("..", ".")}
                        {accepted ? ` Accepted: ${accepted}.` : ""}
                      </p>
                    ))}
                {tried && predicate === undefined ? (
                  <p className={classes.problem} role="alert">
                    Say who belongs: add at least one condition, and finish those that lack a value.
                  </p>
                ) : null}
              </section>
            </div>
          </Card>
          <SizeCard predicate={predicate} preview={preview} />
        </div>
      </Page>
    </form>
  );
}
