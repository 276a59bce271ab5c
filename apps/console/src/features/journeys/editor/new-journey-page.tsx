import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "../../../app/api.ts";
import { notifyDone } from "../../../app/notify.ts";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Page } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/skeletons.tsx";
import { emptyDraft, toDraft } from "./draft.ts";
import { JourneyEditor } from "./journey-editor.tsx";

/** A new journey, from a template or from nothing. */
export function NewJourneyPage() {
  const template = useListState().filter("template");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const templates = useQuery({ ...api.journeys.templates.queryOptions({ staleTime: 5 * 60_000 }), enabled: template !== undefined });
  const create = useMutation(
    api.journeys.create.mutationOptions({
      onSuccess: async (journey) => {
        await queryClient.invalidateQueries({ queryKey: api.journeys.list.key() });
        notifyDone(`${journey.name} is there. Its map is computed from what customers did.`);
        await navigate({ to: `/journeys/${journey.key}` });
      },
    }),
  );
  if (template !== undefined && templates.isPending) return <PageSkeleton />;
  if (templates.error && !templates.data)
    return (
      <Page title="New journey">
        <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />
      </Page>
    );
  const found = templates.data?.items.find(({ key }) => key === template)?.definition;
  return (
    <JourneyEditor
      key={template ?? "empty"}
      title="New journey"
      first={found ? toDraft(found, false) : emptyDraft()}
      backTo="/journeys"
      saveLabel="Create"
      save={{ mutate: (definition) => create.mutate(definition), isPending: create.isPending, error: create.error }}
    />
  );
}
