import { NativeSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { channelNames, messageChannels, touchPurposes, type MessageChannel, type TouchPurpose } from "@throughline/contract";
import { TextLink } from "../../../ui/text-link.tsx";
import type { StepFormProps } from "./form.ts";
import { GoalField } from "./goal-field.tsx";
import { OptionalLength } from "./length-field.tsx";
import classes from "./step.module.css";
import { useTemplates } from "./use-choices.ts";

const purposes: Record<TouchPurpose, string> = {
  transactional: "Transactional: they wait for it",
  service: "Service: it helps them with what they are at",
  promotional: "Promotional: it serves us more than them",
  survey: "Survey: it asks them something",
};

/** A message on a channel; the arbiter decides whether and when it reaches them. */
export function MessageForm({ step, onChange }: StepFormProps<"message">) {
  const { templates, isPending } = useTemplates(step.channel);
  const chosen = templates.find(({ key }) => key === step.template);
  const set = (changes: Partial<typeof step>, about?: string) => onChange({ ...step, ...changes }, about);
  return (
    <>
      <NativeSelect
        label="Channel"
        value={step.channel}
        data={messageChannels.map((value) => ({ value, label: channelNames[value] }))}
        onChange={(event) => set({ channel: event.currentTarget.value as MessageChannel, template: "" })}
      />
      <div className={classes.stack}>
        <Select
          label="Template"
          placeholder={isPending ? "Loading…" : "Choose a template"}
          searchable
          clearable
          data={[
            ...templates.map(({ key, name }) => ({ value: key, label: name })),
            ...(step.template !== "" && !isPending && !chosen ? [{ value: step.template, label: `${step.template} (there is none)` }] : []),
          ]}
          value={step.template === "" ? null : step.template}
          onChange={(template) => set({ template: template ?? "" })}
          nothingFoundMessage={`No template for ${channelNames[step.channel]}`}
        />
        <p className={classes.note}>
          {chosen ? (
            <>
              {chosen.version === null ? "Never published: it cannot be sent yet. " : ""}
              <TextLink className="underlined" to={`/engage/messages/templates/${encodeURIComponent(chosen.key)}`}>
                Open the template
              </TextLink>
            </>
          ) : (
            <TextLink className="underlined" to="/engage/messages/templates">
              All templates
            </TextLink>
          )}
        </p>
      </div>
      <NativeSelect
        label="What it is for"
        value={step.purpose}
        data={touchPurposes.map((value) => ({ value, label: purposes[value] }))}
        onChange={(event) => {
          const purpose = event.currentTarget.value as TouchPurpose;
          set({ purpose, touch: purpose === "survey" ? "survey" : step.touch === "survey" ? "message" : step.touch });
        }}
      />
      <NativeSelect
        label="Where those go whom it may not reach"
        value={step.heldIs}
        data={[
          { value: "next", label: "on, as if it had been sent" },
          { value: "edge", label: "their own way" },
        ]}
        onChange={(event) => set({ heldIs: event.currentTarget.value === "edge" ? "edge" : "next" })}
      />
      <OptionalLength
        label="Of use"
        value={step.expiresAfter}
        none="whenever the arbiter allows it"
        some="at most"
        description="Not sent at all when it could not be sent by then"
        first={{ value: 2, unit: "day" }}
        onChange={(expiresAfter) => set({ expiresAfter }, "expires")}
      />
      <GoalField
        label="A goal of its own"
        of="the message"
        description="Counted from when it was sent"
        value={step.goal}
        onChange={(goal) => set({ goal })}
      />
      <details className={classes.more}>
        <summary>How the arbiter weighs it</summary>
        <div className={classes.form}>
          <div className={classes.pair}>
            <NumberInput
              label="Priority"
              description="1 to 10"
              min={1}
              max={10}
              allowDecimal={false}
              value={step.priority}
              onChange={(priority) => typeof priority === "number" && priority >= 1 && priority <= 10 && set({ priority }, "priority")}
            />
            <NumberInput
              label="Value"
              description="If it arrives"
              min={0}
              value={step.value}
              onChange={(value) => typeof value === "number" && value >= 0 && set({ value }, "value")}
            />
          </div>
          <NativeSelect
            label="What a wrong decision would cost"
            description="Decides with the account's tier whether a person decides or approves it"
            value={step.stakes}
            data={["low", "medium", "high"].map((value) => ({ value, label: `${value} stakes` }))}
            onChange={(event) => set({ stakes: event.currentTarget.value as typeof step.stakes })}
          />
          <TextInput
            label="Topic"
            description="Consent may be given or refused for it"
            placeholder="product-news"
            maxLength={64}
            value={step.topic ?? ""}
            onChange={(event) => set({ topic: event.currentTarget.value.trim() === "" ? null : event.currentTarget.value }, "topic")}
          />
        </div>
      </details>
    </>
  );
}
