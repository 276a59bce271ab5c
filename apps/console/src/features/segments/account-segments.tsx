import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { SegmentsOf } from "./segments-of.tsx";

/** The segments of accounts that an account is in, since when, and why. */
export function AccountSegments({ accountId }: { accountId: string }) {
  const list = useQuery(api.segments.ofAccount.queryOptions({ input: { id: accountId }, refetchInterval: 15_000 }));
  return <SegmentsOf list={list} id={accountId} whose="it is" />;
}
