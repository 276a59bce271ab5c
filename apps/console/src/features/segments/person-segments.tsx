import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { SegmentsOf } from "./segments-of.tsx";

/** The segments that a person is in, since when, and why. */
export function PersonSegments({ personId }: { personId: string }) {
  const list = useQuery(api.segments.ofPerson.queryOptions({ input: { id: personId }, refetchInterval: 15_000 }));
  return <SegmentsOf list={list} id={personId} whose="they are" />;
}
