import { useHotkeys } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef } from "react";
import { usePlaces } from "../use-places.ts";

const sequenceMs = 1200;

/** Keys that work on every page: palette, help, and `g` then a letter to go somewhere. Silent while typing. */
export function useShortcuts({
  onPalette,
  onBeforePalette,
  onHelp,
}: {
  onPalette: () => void;
  onBeforePalette: () => void;
  onHelp: () => void;
}): void {
  useHotkeys([["mod+K", onPalette]], []);
  useHotkeys([
    ["shift+?", onHelp],
    ["?", onHelp],
  ]);

  const places = usePlaces();
  const navigate = useNavigate();
  const beforePalette = useEffectEvent(onBeforePalette);
  const startedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // The first half of Ctrl/Cmd-K: what is typed right after it must find the palette there.
      if (event.key === "Control" || event.key === "Meta") beforePalette();
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const going = event.timeStamp - startedAt.current < sequenceMs;
      startedAt.current = event.key === "g" && !going ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const place = going ? places.find(({ shortcut }) => shortcut === event.key) : undefined;
      if (!place) return;
      event.preventDefault();
      void navigate({ to: place.to });
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [places, navigate]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
