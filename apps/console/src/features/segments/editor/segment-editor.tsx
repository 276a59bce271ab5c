import { Alert, Button, SegmentedControl, TextInput } from "@mantine/core";
import type { Predicate, SegmentOf } from "@throughline/contract";
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
  /** What it is of; `onOf` changes that, where it is still open. */
  of: SegmentOf;
  onOf?: (of: SegmentOf) => void;
  first: { name: string; predicate: Predicate | undefined };
  backTo: string;
  saveLabel: string;
  save: { mutate: (draft: { name: string; predicate: Predicate }) => void; isPending: boolean; error: Error | null; reset: () => void };
};

/** The form of a live segment beside what it says and how many it holds for. What is missing is said once one tries to save; what the server refuses, at once. */
export function SegmentEditor({ title, description, of, onOf, first, backTo, saveLabel, save }: SegmentEditorProps) {
  const [name, setName] = useState(first.name);
  const [predicate, setPredicate] = useState(first.predicate);
  const [tried, setTried] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const preview = useSize(of, predicate);
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
              {onOf ? (
                <div>
                  <SegmentedControl
                    aria-label="What it is a segment of"
                    data={[
                      { value: "person", label: "People" },
                      { value: "account", label: "Accounts" },
                    ]}
                    value={of}
                    onChange={(next) => {
                      onOf(next === "account" ? "account" : "person");
                      setPredicate(undefined);
                      save.reset();
                    }}
                  />
                  {of === "account" ? (
                    <p className={`${classes.hint} dim small`}>
                      An account did what anybody in it did in its name. What only people have (traits of theirs, consent, scores, stages of
                      journeys of people) goes into a segment of people; here it is asked how many of the account’s people are in it.
                    </p>
                  ) : null}
                </div>
              ) : null}
              <TextInput
                ref={nameField}
                label="Name"
                placeholder={of === "account" ? "Trials with one person" : "Trials without a colleague"}
                autoFocus={first.name === ""}
                maxLength={200}
                value={name}
                error={nameProblem}
                onChange={(event) => {
                  setName(event.currentTarget.value);
                  save.reset();
                }}
              />
              <section aria-label={of === "account" ? "Which are in it" : "Who is in it"}>
                <h2 className={classes.label}>{of === "account" ? "Which are in it" : "Who is in it"}</h2>
                <PredicateBuilder
                  key={of}
                  of="the segment"
                  value={predicate}
                  events={null}
                  scope={of}
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
                    Say {of === "account" ? "which" : "who"} belongs: add at least one condition, and finish those that lack a value.
                  </p>
                ) : null}
              </section>
            </div>
          </Card>
          <SizeCard of={of} predicate={predicate} preview={preview} />
        </div>
      </Page>
    </form>
  );
}
