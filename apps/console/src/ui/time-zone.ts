import { useQueryClient } from "@tanstack/react-query";
import { sessionQuery } from "../app/session.ts";

/** The workspace's time zone; the browser's own before anybody has signed in. */
export function useTimeZone(): string {
  const session = useQueryClient().getQueryData(sessionQuery().queryKey);
  return session?.workspace.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
