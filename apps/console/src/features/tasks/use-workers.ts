import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { rolesWith } from "../../app/who-may.ts";

/** The members who may work tasks, for a select; `more` keeps somebody in it who is none of them (any more). */
export function useWorkers(more?: { userId: string; name: string } | null): { value: string; label: string }[] {
  const members = useQuery(api.workspace.members.list.queryOptions({ staleTime: 60_000 }));
  const able = rolesWith("tasks:write");
  const workers = (members.data?.items ?? [])
    .filter(({ role }) => able.includes(role))
    .map(({ userId, name, email }) => ({ value: userId, label: name || email }));
  return more && !workers.some(({ value }) => value === more.userId) ? [...workers, { value: more.userId, label: more.name }] : workers;
}
