import { useEffect, useRef } from "react";

/** For what takes the place of something that had the focus and is gone: the first that can have it does, unless something else has it already. */
export function useFocusWhenLost<Place extends HTMLElement>() {
  const ref = useRef<Place>(null);
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.querySelector<HTMLElement>("a, button, input, [tabindex]")?.focus();
  }, []);
  return ref;
}
