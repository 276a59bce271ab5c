import { Combobox, useCombobox } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import classes from "./builder.module.css";

export type Choice = { value: string; label: string; detail?: string; group?: string };

type PickListProps = {
  /** What is picked, for screen readers: “Event of series A”. */
  label: string;
  shown: ReactNode;
  choices: readonly Choice[];
  onPick: (value: string) => void;
  /** Told what is typed, to load more; choices are narrowed here anyway. */
  onSearch?: (typed: string) => void;
  empty?: string;
  /** Also takes what is typed as it stands. */
  takesTyped?: boolean;
  look?: "field" | "add";
  /** False where a pick brings something that takes the focus itself. */
  returnsFocus?: boolean;
};

const mostShown = 120;

/** A button that opens a searchable list: typing narrows, arrows walk, Enter picks. */
export function PickList({
  label,
  shown,
  choices,
  onPick,
  onSearch,
  empty = "Nothing found",
  takesTyped = false,
  look = "field",
  returnsFocus = true,
}: PickListProps) {
  const [typed, setTyped] = useState("");
  const hasPicked = useRef(false);
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      if (returnsFocus || !hasPicked.current) combobox.focusTarget();
      hasPicked.current = false;
      setTyped("");
      onSearch?.("");
    },
  });
  // The first of what is left is chosen by Enter: after it is drawn, so that it is marked too.
  useEffect(() => {
    if (typed !== "") combobox.selectFirstOption();
  }, [typed]);
  const words = typed.trim().toLowerCase();
  const own = typed.trim();
  const found = [
    ...choices.filter((choice) => choice.label.toLowerCase().includes(words)).slice(0, mostShown),
    ...(takesTyped && own !== "" && !choices.some(({ value }) => value === own) ? [{ value: own, label: own, group: "As typed" }] : []),
  ];
  const groups = [...Map.groupBy(found, ({ group = "" }) => group)];
  return (
    <Combobox
      store={combobox}
      width={300}
      position="bottom-start"
      shadow="md"
      keepMounted={false}
      onOptionSubmit={(value) => {
        hasPicked.current = true;
        onPick(value);
        combobox.closeDropdown();
      }}
    >
      {/* What the target would say of the option that is reached is the search field's to say: a button may not. */}
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <button
          type="button"
          data-picker
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          className={look === "add" ? classes.add : classes.pick}
          onClick={() => combobox.toggleDropdown()}
        >
          <span className="visually-hidden">{label}: </span>
          <span className="truncate">{shown}</span>
          {look === "field" ? <IconChevronDown size={13} aria-hidden="true" /> : null}
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <SearchField
          label={label}
          placeholder={takesTyped ? "Search or type" : "Search"}
          typed={typed}
          onType={(next) => {
            setTyped(next);
            onSearch?.(next);
          }}
        />
        <Combobox.Options className={classes.options} aria-label={label}>
          {found.length === 0 ? <Combobox.Empty>{empty}</Combobox.Empty> : null}
          {groups.map(([group, members]) =>
            group === "" ? (
              members.map((choice) => <Option key={choice.value} {...choice} />)
            ) : (
              <Combobox.Group key={group} label={group}>
                {members.map((choice) => (
                  <Option key={choice.value} {...choice} />
                ))}
              </Combobox.Group>
            ),
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** Takes the focus as it is drawn, with the list that opens: asked for from outside, it may not stand there yet, and what is typed is lost. */
function SearchField(props: { label: string; placeholder: string; typed: string; onType: (typed: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  return (
    <Combobox.Search
      ref={field}
      value={props.typed}
      aria-label={`Search: ${props.label}`}
      placeholder={props.placeholder}
      onChange={(event) => props.onType(event.currentTarget.value)}
    />
  );
}

function Option({ value, label, detail }: Choice) {
  return (
    <Combobox.Option value={value} className={classes.option} title={label}>
      <span className="truncate">{label}</span>
      {detail ? <span className="faint small numbers truncate">{detail}</span> : null}
    </Combobox.Option>
  );
}
