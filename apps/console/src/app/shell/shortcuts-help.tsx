import { Kbd, Modal } from "@mantine/core";
import { usePlaces } from "../use-places.ts";
import { paletteKeys } from "./keys.ts";
import classes from "./shortcuts-help.module.css";

/** What the keyboard can do, opened with `?`. */
export default function ShortcutsHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const places = usePlaces();
  const groups: { title: string; keys: [string[], string][] }[] = [
    {
      title: "Everywhere",
      keys: [
        [[paletteKeys], "Search or jump to anything"],
        [["?"], "This help"],
        [["Esc"], "Close what is open"],
      ],
    },
    {
      title: "Lists",
      keys: [
        [["/"], "Search the list"],
        [["↑", "↓", "k", "j"], "Move between rows"],
        [["Home", "End"], "First or last row"],
        [["Enter"], "Open the row"],
      ],
    },
    {
      title: "Tasks",
      keys: [
        [["e"], "Finish the task of the row"],
        [["a"], "Take the task of the row"],
        [["1", "…", "9"], "Choose how it ended"],
      ],
    },
    { title: "Go to", keys: places.flatMap(({ label, shortcut }): [string[], string][] => (shortcut ? [[["g", shortcut], label]] : [])) },
  ];
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={520}>
      <div className={classes.groups}>
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.keys}>
              {keys.map(([combination, meaning]) => (
                <div key={meaning}>
                  <dt>{meaning}</dt>
                  <dd>
                    {combination.map((key) => (
                      <Kbd key={key} size="sm">
                        {key}
                      </Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
