import { ActionIcon, Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import type { FlowStep } from "@throughline/contract";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { answerOperators } from "../words/step-words.ts";
import type { StepFormProps } from "./form.ts";
import { NeededText } from "./needed-text.tsx";
import classes from "./step.module.css";

type Call = Extract<FlowStep, { kind: "webhook" }>;
type Answer = Call["answers"][number];

/** A call of an address; what it answers can decide where to go on. */
export function WebhookForm({ step, onChange }: StepFormProps<"webhook">) {
  const set = (changes: Partial<Call>, about?: string) => onChange({ ...step, ...changes }, about);
  const { answers } = step;
  const change = (index: number, changes: Partial<Answer>, about?: string) =>
    set({ answers: answers.map((one, i) => (i === index ? { ...one, ...changes } : one)) }, about);
  return (
    <>
      <div className={classes.line}>
        <NativeSelect
          label="Method"
          w={92}
          value={step.method}
          data={["POST", "PUT", "GET"]}
          onChange={(event) => set({ method: event.currentTarget.value as Call["method"] })}
        />
        <div className={classes.grow}>
          <NeededText
            label="Address"
            maxLength={2000}
            value={step.url}
            placeholder="https://example.com/hooks"
            onChange={(url) => set({ url }, "url")}
          />
        </div>
      </div>
      {step.method === "GET" ? null : (
        <Textarea
          label="Body"
          description="Liquid that gives JSON; empty sends the person and what let them in"
          autosize
          minRows={2}
          maxRows={12}
          styles={{ input: { fontFamily: "var(--mono)", fontSize: 12.5 } }}
          value={step.body ?? ""}
          onChange={(event) => set({ body: event.currentTarget.value === "" ? null : event.currentTarget.value }, "body")}
        />
      )}
      <section className={classes.stack} aria-label="Answers">
        <h3 className={classes.heading}>Answers</h3>
        <p className={classes.note}>A path into its JSON, such as plan.name; $status is the HTTP status. The first that fits is taken.</p>
        <ol className={classes.items}>
          {answers.map((answer, index) => (
            <li key={index} className={classes.item} aria-label={`Answer ${index + 1}`}>
              <div className={classes.line}>
                <div className={classes.grow}>
                  <NeededText
                    label="Path"
                    maxLength={200}
                    value={answer.when.path}
                    onChange={(path) => change(index, { when: { ...answer.when, path } }, `path ${index}`)}
                  />
                </div>
                <ActionIcon
                  mb={2}
                  aria-label={`Remove answer ${index + 1}`}
                  onClick={() => set({ answers: answers.filter((_, i) => i !== index) })}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </div>
              <div className={classes.line}>
                <NativeSelect
                  aria-label={`Answer ${index + 1}: comparison`}
                  value={answer.when.op}
                  data={answerOperators}
                  onChange={(event) => change(index, { when: { ...answer.when, op: event.currentTarget.value as Answer["when"]["op"] } })}
                />
                {answer.when.op === "exists" || answer.when.op === "notExists" ? null : (
                  <TextInput
                    className={classes.grow}
                    aria-label={`Answer ${index + 1}: value`}
                    value={answer.when.value === null ? "" : String(answer.when.value)}
                    onChange={(event) =>
                      change(index, { when: { ...answer.when, value: toValue(event.currentTarget.value) } }, `value ${index}`)
                    }
                  />
                )}
              </div>
            </li>
          ))}
        </ol>
        <div>
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            disabled={answers.length >= 10}
            onClick={() => set({ answers: [...answers, { label: "", when: { path: "$status", op: "eq", value: 200 }, next: null }] })}
          >
            Answer
          </Button>
        </div>
      </section>
    </>
  );
}

/** What is typed as JSON would read it: numbers and true or false as such. */
function toValue(typed: string): Answer["when"]["value"] {
  if (typed === "") return null;
  if (typed === "true" || typed === "false") return typed === "true";
  return typed.trim() !== "" && Number.isFinite(Number(typed)) ? Number(typed) : typed;
}
