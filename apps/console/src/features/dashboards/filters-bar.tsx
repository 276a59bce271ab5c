import { Button, NativeSelect } from "@mantine/core";
import { describePredicate, describeRange, type DashboardFilters, type Range } from "@throughline/contract";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { PredicateBuilder, RangeField } from "../insights/index.ts";
import classes from "./dashboards.module.css";
import { isFiltered } from "./with-filters.ts";

const own = "own";
const other = "other";
const presets: { value: string; label: string; range: Range }[] = [
  { value: "7d", label: "Last 7 days", range: { last: { value: 7, unit: "day" } } },
  { value: "30d", label: "Last 30 days", range: { last: { value: 30, unit: "day" } } },
  { value: "13w", label: "Last 13 weeks", range: { last: { value: 13, unit: "week" } } },
  { value: "6m", label: "Last 6 months", range: { last: { value: 6, unit: "month" } } },
];

/** The filters of all tiles: time at once, conditions in a drawer. */
export function FiltersBar({ filters, onChange }: { filters: DashboardFilters; onChange: (filters: DashboardFilters) => void }) {
  const [opened, setOpened] = useState(false);
  const { range, where } = filters;
  const preset = presets.find((one) => JSON.stringify(one.range) === JSON.stringify(range));
  const withRange = (next: Range | undefined) => onChange({ ...(where ? { where } : {}), ...(next ? { range: next } : {}) });
  const choose = (value: string) => {
    if (value === other) setOpened(true);
    else withRange(presets.find((one) => one.value === value)?.range);
  };
  return (
    <div className={classes.filters} role="group" aria-label="Filters for all tiles">
      <NativeSelect
        aria-label="Time on all tiles"
        size="xs"
        value={range === undefined ? own : (preset?.value ?? other)}
        data={[
          { value: own, label: "Each tile’s own time" },
          ...presets.map(({ value, label }) => ({ value, label })),
          { value: other, label: range && !preset ? describeRange(range) : "Other…" },
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <Button size="xs" leftSection={<IconFilter size={14} />} onClick={() => setOpened(true)} aria-haspopup="dialog">
        {where ? "Change the filter" : "Filter"}
      </Button>
      {where ? <span className={`${classes.condition} small dim`}>Only {describePredicate(where)}</span> : null}
      {isFiltered(filters) ? (
        <Button size="xs" variant="subtle" leftSection={<IconX size={14} />} onClick={() => onChange({})}>
          Clear
        </Button>
      ) : null}
      <SideDrawer opened={opened} onClose={() => setOpened(false)} title="Filters for all tiles" size={440}>
        <div className={classes.form}>
          <section aria-label="Only">
            <h3 className={classes.label}>Only</h3>
            <PredicateBuilder
              of="all tiles"
              value={where}
              events={null}
              onChange={(next) => onChange({ ...(range ? { range } : {}), ...(next ? { where: next } : {}) })}
            />
          </section>
          <section aria-label="Time">
            <h3 className={classes.label}>Time</h3>
            {range ? (
              <>
                <RangeField value={range} onChange={withRange} />
                <Button mt={8} size="xs" onClick={() => withRange(undefined)}>
                  Each tile’s own time
                </Button>
              </>
            ) : (
              <Button size="xs" onClick={() => withRange({ last: { value: 30, unit: "day" } })}>
                The same time on all tiles
              </Button>
            )}
          </section>
        </div>
      </SideDrawer>
    </div>
  );
}
