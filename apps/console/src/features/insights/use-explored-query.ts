import { useNavigate, useSearch } from "@tanstack/react-router";
import { useHotkeys } from "@mantine/hooks";
import { useMemo, useRef, useState } from "react";
import { firstQuery, isExplorable, type ExplorerQuery } from "./builder/kinds.ts";
import { edited, noHistory, redone, undone, type EditHistory } from "../../ui/edit-history.ts";
import { decodeQuery, encodeQuery } from "./query-code.ts";

/** Edits closer together than this are one step to undo: typing a value is one edit. */
const oneEditMs = 800;

/** Whether keys go into a text, which has an undo of its own. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !["checkbox", "radio"].includes(target.type)) ||
  (target instanceof HTMLElement && target.isContentEditable);

/** The query of the address (`?q=`), edited with undo and redo; Ctrl-Z and Shift-Ctrl-Z outside of text fields. */
export function useExploredQuery() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const code = typeof search["q"] === "string" ? search["q"] : null;
  const decoded = useMemo(() => (code === null ? null : decodeQuery(code)), [code]);
  const query = useMemo(() => (decoded !== null && isExplorable(decoded) ? decoded : firstQuery()), [decoded]);
  const [history, setHistory] = useState<EditHistory<ExplorerQuery>>(noHistory);
  const editedAt = useRef(Number.NEGATIVE_INFINITY);

  const show = (next: ExplorerQuery, isAnother = false) =>
    void navigate({
      to: ".",
      search: ({ saved, ...previous }: Record<string, unknown>): Record<string, unknown> => ({
        ...previous,
        ...(saved === undefined || isAnother ? {} : { saved }),
        q: encodeQuery(next),
      }),
      replace: true,
      resetScroll: false,
    });
  const set = (next: ExplorerQuery) => {
    const at = performance.now();
    if (at - editedAt.current > oneEditMs || next.kind !== query.kind) setHistory(edited(history, query));
    editedAt.current = at;
    show(next);
  };
  /** Before another question takes this one's place: what was can be brought back. */
  const remember = () => {
    setHistory(edited(history, query));
    editedAt.current = Number.NEGATIVE_INFINITY;
  };
  /** Another question altogether: no edit of the saved query that is open. */
  const replace = (next: ExplorerQuery) => {
    remember();
    show(next, true);
  };
  const step = (stepped: ReturnType<typeof undone<ExplorerQuery>>) => {
    if (stepped === null) return;
    editedAt.current = Number.NEGATIVE_INFINITY;
    setHistory(stepped.history);
    show(stepped.value);
  };
  const undo = () => step(undone(history, query));
  const redo = () => step(redone(history, query));
  const unlessTyping = (act: () => void) => (event: KeyboardEvent) => {
    if (isTyping(event.target)) return;
    event.preventDefault();
    act();
  };
  useHotkeys(
    [
      ["mod+Z", unlessTyping(undo), { preventDefault: false }],
      ["mod+shift+Z", unlessTyping(redo), { preventDefault: false }],
      ["mod+Y", unlessTyping(redo), { preventDefault: false }],
    ],
    // Selects and checkboxes keep the focus after a choice: what was chosen must be undone from there too.
    [],
  );
  return {
    query,
    set,
    replace,
    remember,
    undo,
    redo,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    /** The address held something that is no query. */
    isBroken: code !== null && decoded === null,
    /** The address asks about a journey: its key. */
    journey: decoded?.kind === "journey" ? decoded.journey : null,
  };
}
