import { Autocomplete, Select } from "@mantine/core";
import type { ImportMapping } from "@throughline/contract";
import { memo } from "react";
import type { ImportKind } from "./import-status.tsx";
import classes from "./imports.module.css";
import { targetsFor } from "./targets.ts";

type One = ImportMapping[number];
type MappingRowProps = {
  kind: ImportKind;
  one: One;
  /** Null where they are not shown. */
  samples: readonly string[] | null;
  problem: string | undefined;
  locked: boolean;
  onChange: (column: string, changes: Partial<One>) => void;
};

const types = [
  { value: "auto", label: "As it looks" },
  { value: "string", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "True or false" },
  { value: "date", label: "Time" },
] satisfies { value: One["type"]; label: string }[];

/** One column: its first values, what it becomes, and how its values are read. An empty target leaves it out. */
export const MappingRow = memo(function MappingRow({ kind, one, samples, problem, locked, onChange }: MappingRowProps) {
  const offered = targetsFor(kind, one.column);
  const words = new Map(offered.map((option) => [option.value, option.words]));
  return (
    <tr data-left-out={one.target === null || undefined}>
      <td className={classes.column}>{one.column}</td>
      {samples === null ? null : (
        <td className={classes.samples}>
          {samples.length === 0 ? (
            <span className="faint">empty</span>
          ) : (
            samples.map((sample, i) => <code key={i}>{sample === "" ? " " : sample}</code>)
          )}
        </td>
      )}
      {locked ? (
        <>
          <td className={classes.target}>{one.target === null ? <span className="faint">Left out</span> : <code>{one.target}</code>}</td>
          <td className={`${classes.type} dim`}>{one.target === null ? null : types.find(({ value }) => value === one.type)?.label}</td>
        </>
      ) : (
        <>
          <td className={classes.target}>
            <Autocomplete
              aria-label={`${one.column} becomes`}
              placeholder="Left out"
              data={offered.map(({ value }) => value)}
              renderOption={({ option }) => (
                <span className={classes.option}>
                  <span>{option.value}</span>
                  <span className="dim small">{words.get(option.value)}</span>
                </span>
              )}
              maxDropdownHeight={420}
              filter={({ options, search }) =>
                search === one.target
                  ? options
                  : options.filter((option) => "value" in option && option.value.toLowerCase().includes(search.toLowerCase()))
              }
              clearable={one.target !== null}
              error={problem}
              value={one.target ?? ""}
              onChange={(value) => onChange(one.column, { target: value.trim() === "" ? null : value.trim() })}
              comboboxProps={{ width: 344, position: "bottom-start" }}
            />
          </td>
          <td className={classes.type}>
            <Select
              aria-label={`${one.column} is read as`}
              allowDeselect={false}
              disabled={one.target === null}
              data={types}
              value={one.type}
              onChange={(type) => onChange(one.column, { type: types.find(({ value }) => value === type)?.value ?? "auto" })}
            />
          </td>
        </>
      )}
    </tr>
  );
});
