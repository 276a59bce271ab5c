import { useState } from "react";

/** True from the first time that something opened: it is loaded then, and stays, so that it can close gently. */
export function useStaysMounted(opened: boolean): boolean {
  const [mounted, setMounted] = useState(opened);
  if (opened && !mounted) setMounted(true);
  return mounted;
}
