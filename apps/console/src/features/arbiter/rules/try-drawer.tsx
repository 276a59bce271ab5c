import type { ArbiterRules, Simulation } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { TextInput } from "@mantine/core";
import { api } from "../../../app/api.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { PersonField } from "../../tasks/index.ts";
import { sayAnswer } from "../say-decision.ts";
import { SimulationAnswer } from "../simulation-answer.tsx";
import { TouchFields } from "../touch-fields.tsx";
import { triedOf } from "../tried-touch.ts";
import { isoToWall, wallToIso } from "../zoned-moment.ts";
import classes from "./rules.module.css";

type TryDrawerProps = {
  opened: boolean;
  onClose: () => void;
  /** Rules that are not saved; null tries those that hold. */
  rules: ArbiterRules | null;
};

/** What the edited rules would answer, next to what those that hold do. */
export function TryDrawer({ opened, onClose, rules }: TryDrawerProps) {
  const timeZone = useTimeZone();
  const [touch, setTouch] = useState(() => triedOf(() => undefined));
  const [at, setAt] = useState<string | undefined>(undefined);
  const { person, ...wanted } = touch;
  const input = { touch: { ...wanted, person: person ?? "" }, at };
  const options = { enabled: opened && person !== undefined, placeholderData: keepPreviousData };
  const holding = useQuery({ ...api.arbiter.simulate.queryOptions({ input }), ...options });
  const edited = useQuery({
    ...api.arbiter.simulate.queryOptions({ input: { ...input, rules: rules ?? undefined } }),
    ...options,
    enabled: options.enabled && rules !== null,
  });
  const shown = rules === null ? holding : edited;
  return (
    <SideDrawer opened={opened} onClose={onClose} title={rules === null ? "Try the rules" : "Try the rules before saving them"} size={620}>
      <div className={classes.tried}>
        <PersonField value={person ?? null} onChange={(id) => setTouch({ ...touch, person: id ?? undefined })} />
        <TextInput
          type="datetime-local"
          label="When"
          description={`Now, unless told; by the clocks of ${timeZone}`}
          value={at === undefined ? "" : isoToWall(at, timeZone)}
          onChange={(event) => setAt(wallToIso(event.currentTarget.value, timeZone) ?? undefined)}
        />
        <TouchFields touch={touch} onChange={(changes) => setTouch({ ...touch, ...changes })} />
        {person === undefined ? <p className="dim">Pick a person to see the answer.</p> : null}
        {shown.error && !shown.data ? <ErrorState error={shown.error} onRetry={() => void shown.refetch()} /> : null}
        {person !== undefined && shown.isPending ? <LinesSkeleton lines={6} /> : null}
        {person !== undefined && shown.data ? (
          <>
            {rules !== null && holding.data ? <Compared edited={shown.data} holding={holding.data} /> : null}
            <SimulationAnswer simulation={shown.data} isStale={shown.isPlaceholderData} />
          </>
        ) : null}
      </div>
    </SideDrawer>
  );
}

function Compared({ edited, holding }: { edited: Simulation; holding: Simulation }) {
  const isSame = edited.answer === holding.answer && edited.rule === holding.rule && edited.at === holding.at;
  return (
    <p className="dim small">
      {isSame
        ? "The rules that hold answer the same."
        : `With the rules that hold: ${sayAnswer(holding, holding.timezone)}. ${holding.reason}`}
    </p>
  );
}
