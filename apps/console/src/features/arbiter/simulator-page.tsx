import { Button, Group, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { IconUserSearch } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { PersonField } from "../tasks/index.ts";
import { EngageSection } from "../engage/index.ts";
import { ArbiterTabs } from "./arbiter-tabs.tsx";
import classes from "./arbiter.module.css";
import { SimulationAnswer } from "./simulation-answer.tsx";
import { TouchFields } from "./touch-fields.tsx";
import { triedOf, triedParams, type TriedTouch } from "./tried-touch.ts";
import { isoToWall, wallToIso } from "./zoned-moment.ts";

const hourMs = 3_600_000;
const steps = [
  { label: "−1 d", name: "a day earlier", ms: -24 * hourMs },
  { label: "−1 h", name: "an hour earlier", ms: -hourMs },
  { label: "+1 h", name: "an hour later", ms: hourMs },
  { label: "+1 d", name: "a day later", ms: 24 * hourMs },
] as const;

/** Tries a touch on a person at a time, and keeps nothing. All of it stands in the address, so that a link shows the same. */
export function SimulatorPage() {
  const state = useListState();
  const timeZone = useTimeZone();
  const touch = triedOf(state.filter);
  const given = state.filter("at");
  const at = given !== undefined && !Number.isNaN(Date.parse(given)) ? new Date(given).toISOString() : undefined;
  const change = (changes: Partial<TriedTouch>) => state.set(triedParams(changes));
  const setAt = (moment: string | undefined) => state.set({ at: moment });
  const { person, ...wanted } = touch;
  const simulation = useQuery({
    ...api.arbiter.simulate.queryOptions({ input: { touch: { ...wanted, person: person ?? "" }, at } }),
    enabled: person !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: at === undefined ? 20_000 : false,
  });
  const move = (ms: number) => setAt(new Date((at === undefined ? Date.now() : Date.parse(at)) + ms).toISOString());
  return (
    <EngageSection>
      <Page
        title="Arbiter"
        description="What would be answered? Try a touch on a person at a time, with the rules that hold. Nothing is kept."
        actions={<CopyButton value={window.location.href} what="the link to this trial" label="Copy link" />}
      >
        <ArbiterTabs />
        <div className={classes.simulator} data-answered={person !== undefined || undefined}>
          <Card title="The touch">
            <div className={classes.form}>
              <PersonField value={person ?? null} onChange={(id) => change({ person: id ?? undefined })} />
              <div>
                <TextInput
                  type="datetime-local"
                  label="When"
                  description={at === undefined ? `Now, unless told; by the clocks of ${timeZone}` : `By the clocks of ${timeZone}`}
                  value={at === undefined ? "" : isoToWall(at, timeZone)}
                  onChange={(event) => setAt(wallToIso(event.currentTarget.value, timeZone) ?? undefined)}
                />
                <Group gap={6} mt={6}>
                  <Button size="xs" disabled={at === undefined} onClick={() => setAt(undefined)}>
                    Now
                  </Button>
                  {steps.map(({ label, name, ms }) => (
                    <Button key={label} size="xs" aria-label={`${label}, ${name}`} onClick={() => move(ms)}>
                      {label}
                    </Button>
                  ))}
                </Group>
              </div>
              <TouchFields touch={touch} onChange={change} />
            </div>
          </Card>
          <Card title="The answer">
            {person === undefined ? (
              <EmptyState title="Pick a person" icon={<IconUserSearch size={20} />}>
                The answer, and what every rule says, appear here.
              </EmptyState>
            ) : null}
            {person !== undefined && simulation.error && !simulation.data ? (
              <ErrorState error={simulation.error} onRetry={() => void simulation.refetch()} />
            ) : null}
            {person !== undefined && simulation.isPending ? <LinesSkeleton lines={8} /> : null}
            {person !== undefined && simulation.data ? (
              <SimulationAnswer simulation={simulation.data} isStale={simulation.isPlaceholderData} onThen={setAt} />
            ) : null}
          </Card>
        </div>
      </Page>
    </EngageSection>
  );
}
