import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { SegmentOf } from "@throughline/contract";
import { api } from "../../../app/api.ts";
import { notifyDone } from "../../../app/notify.ts";
import { SegmentEditor } from "./segment-editor.tsx";

/** A new live segment. Static ones are saved from a number in Insights. */
export function NewSegmentPage() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [of, setOf] = useState<SegmentOf>("person");
  const create = useMutation(
    api.segments.create.mutationOptions({
      onSuccess: async (segment) => {
        await queryClient.invalidateQueries({ queryKey: api.segments.key() });
        notifyDone(`${segment.name} is saved. Its past is being read.`);
        await navigate({ to: "/segments/$segmentKey", params: { segmentKey: segment.key } });
      },
    }),
  );
  return (
    <SegmentEditor
      title="New segment"
      description={
        of === "account"
          ? "Accounts for which the conditions hold are in it, from the event that makes it so to the one that ends it."
          : "Whoever the conditions hold for is in it, from the event that makes it so to the one that ends it."
      }
      of={of}
      onOf={setOf}
      first={{ name: "", predicate: undefined }}
      backTo="/segments"
      saveLabel="Create"
      save={{ mutate: (draft) => create.mutate({ ...draft, of }), isPending: create.isPending, error: create.error, reset: create.reset }}
    />
  );
}
