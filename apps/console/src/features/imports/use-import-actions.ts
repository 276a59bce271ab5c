import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Import, ImportMapping } from "@throughline/contract";
import { api, client } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import type { ImportKind } from "./import-status.tsx";

export type Draft = { kind: ImportKind; mapping: ImportMapping };

/** What can be done with one import. A draft of the mapping that is given along is saved first; `onSaved` is called once it is, whatever comes of the rest. */
export function useImportActions(id: string, onSaved: () => void) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const show = (item: Import) => {
    queryClient.setQueryData(api.imports.get.queryKey({ input: { id } }), item);
    void queryClient.invalidateQueries({ queryKey: api.imports.list.key() });
  };
  const save = useMutation({
    mutationFn: (draft: Draft) => client.imports.setMapping({ id, ...draft }),
    onSuccess: (item) => {
      show(item);
      onSaved();
    },
  });
  const saved = async (draft: Draft | null) => {
    if (draft) await save.mutateAsync(draft);
  };
  const dryRun = useMutation({
    mutationFn: async (draft: Draft | null) => {
      await saved(draft);
      return client.imports.dryRun({ id });
    },
    onSuccess: show,
    onError: notifyFailure("Could not check the file"),
  });
  const start = useMutation({
    mutationFn: async (draft: Draft | null) => {
      await saved(draft);
      return client.imports.start({ id });
    },
    onSuccess: show,
    onError: notifyFailure("Could not start the import"),
  });
  const pause = useMutation({ mutationFn: () => client.imports.pause({ id }), onSuccess: show, onError: notifyFailure("Could not pause") });
  const remove = useMutation({
    mutationFn: () => client.imports.delete({ id }),
    onSuccess: async () => {
      await navigate({ to: "/data/imports" });
      await queryClient.invalidateQueries({ queryKey: api.imports.list.key() });
      notifyDone("The import and its file are deleted. What was taken stays.");
    },
    onError: notifyFailure("Could not delete the import"),
  });
  return { save, dryRun, start, pause, remove };
}
