import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone } from "../../../app/notify.ts";
import { RenameForm } from "./rename-form.tsx";
import { SegmentEditor } from "./segment-editor.tsx";

/** A segment that exists, edited. A live one goes on with its former definition until the new one is computed; of a static one only the name changes. */
export function EditSegmentPage() {
  const { segmentKey = "" } = useParams({ strict: false });
  const { data } = useSuspenseQuery(api.segments.get.queryOptions({ input: { key: segmentKey } }));
  // What was opened: it must not change under the one who edits.
  const [segment] = useState(data);
  const address = `/segments/${encodeURIComponent(segment.key)}`;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const update = useMutation(
    api.segments.update.mutationOptions({
      onSuccess: async (saved) => {
        await queryClient.invalidateQueries({ queryKey: api.segments.key() });
        notifyDone(
          saved.progress === null
            ? `${saved.name} is saved.`
            : `${saved.name} is saved. The former definition holds until the new one is computed.`,
        );
        await navigate({ to: "/segments/$segmentKey", params: { segmentKey: saved.key } });
      },
    }),
  );
  const before = segment.nextPredicate ?? segment.predicate;
  const saving = { isPending: update.isPending, error: update.error, reset: update.reset };
  if (before === null)
    return (
      <RenameForm
        title={`Rename ${segment.name}`}
        first={segment.name}
        backTo={address}
        save={{ ...saving, mutate: (name) => update.mutate({ key: segment.key, name }) }}
      />
    );
  return (
    <SegmentEditor
      title={`Edit ${segment.name}`}
      description="The former definition holds until the changed one is computed."
      of={segment.of}
      first={{ name: segment.name, predicate: before }}
      backTo={address}
      saveLabel="Save"
      save={{
        ...saving,
        // The same definition is computed again only where it failed.
        mutate: ({ name, predicate }) =>
          update.mutate({
            key: segment.key,
            name,
            ...(JSON.stringify(predicate) === JSON.stringify(before) && segment.failure === null ? {} : { predicate }),
          }),
      }}
    />
  );
}
