import { SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { Card } from "../../../ui/card.tsx";
import { messageOf, keyOf, type Draft, type Problem } from "./draft.ts";
import { DurationField } from "./duration-field.tsx";
import classes from "./editor.module.css";
import { FailuresField } from "./failures-field.tsx";
import { MatchField, MatchList } from "./match-list.tsx";
import { MeasuredField } from "./measured-field.tsx";
import { StagesField } from "./stages-field.tsx";
import { TargetsField } from "./targets-field.tsx";

type JourneyFormProps = { draft: Draft; problems: readonly Problem[]; onChange: (changes: Partial<Draft>) => void };

/** Everything that is declared of a journey, from what it is called to its targets. */
export function JourneyForm({ draft, problems, onChange }: JourneyFormProps) {
  const shared = { draft, problems, onChange };
  return (
    <div className={classes.form}>
      <Card title="What the customer is trying to do">
        <div className={classes.fields}>
          <TextInput
            label="Name"
            placeholder="Get the first report out"
            maxLength={100}
            value={draft.name}
            error={messageOf(problems, "name") ?? messageOf(problems, "key")}
            description={draft.isSaved ? `Key ${draft.key}` : keyOf(draft.name) ? `Key ${keyOf(draft.name)}` : undefined}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Owner"
            placeholder="A person or a team"
            maxLength={100}
            value={draft.owner ?? ""}
            error={messageOf(problems, "owner")}
            onChange={(event) => onChange({ owner: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            maxLength={2000}
            autosize
            minRows={2}
            value={draft.description}
            error={messageOf(problems, "description")}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
          <div>
            <p className={classes.label}>Whose journey</p>
            <SegmentedControl
              aria-label="Whose journey"
              size="xs"
              data={[
                { value: "person", label: "Each person’s" },
                { value: "account", label: "Each account’s" },
              ]}
              value={draft.by}
              onChange={(by) => onChange({ by: by === "account" ? "account" : "person" })}
            />
          </div>
          <DurationField
            label="Window"
            value={draft.window}
            error={messageOf(problems, "window")}
            onChange={(window) => window && onChange({ window })}
          />
          <p className="faint small">What has not ended by then has run out of time.</p>
        </div>
      </Card>
      <Card title="Entry" hint="begins the journey">
        <MatchField of="entry" field="entry" value={draft.entry} problems={problems} onChange={(entry) => onChange({ entry })} />
      </Card>
      <Card title="Stages" hint="any of a stage’s events leads into it; people may skip and return">
        <StagesField {...shared} />
      </Card>
      <Card title="Goal" hint="any of these completes the journey">
        <MatchList
          of="goal"
          field="goal"
          value={draft.goal}
          least={1}
          most={10}
          addLabel="Or another event"
          problems={problems}
          onChange={(goal) => onChange({ goal })}
        />
      </Card>
      <Card title="Ways to fail" hint="end the journey before its goal">
        <div className={classes.fields}>
          <FailuresField {...shared} />
        </div>
      </Card>
      <Card title="Effort, seams and revenue" hint="what they are measured by">
        <MeasuredField {...shared} />
      </Card>
      <Card title="Targets" hint="empty: none">
        <TargetsField {...shared} />
      </Card>
    </div>
  );
}
