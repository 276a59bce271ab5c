import type { Template, TemplateContent } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api, client } from "../../../app/api.ts";
import { notifyDone } from "../../../app/notify.ts";

/** The content as it is edited: from which revision, how it is saved and published, and what to do when somebody else was faster. */
export function useTemplateDraft(template: Template) {
  const { key } = template;
  const [base, setBase] = useState({ content: template.draft, revision: template.revision });
  const [content, setContent] = useState<TemplateContent>(template.draft);
  const queryClient = useQueryClient();
  const kept = (saved: Template) => {
    queryClient.setQueryData(api.messages.template.queryKey({ input: { key } }), saved);
    void queryClient.invalidateQueries({ queryKey: api.messages.templates.key() });
    setBase({ content: saved.draft, revision: saved.revision });
    setContent(saved.draft);
  };
  const isChanged = JSON.stringify(content) !== JSON.stringify(base.content);
  const saveDraft = () => client.messages.updateTemplate({ key, draft: content, revision: base.revision });
  const save = useMutation({
    mutationFn: saveDraft,
    onSuccess: (saved) => {
      kept(saved);
      notifyDone("Saved as the draft.");
    },
  });
  const publish = useMutation({
    mutationFn: async () => {
      const { revision } = isChanged ? await saveDraft() : base;
      return client.messages.publishTemplate({ key, revision });
    },
    onSuccess: (saved) => {
      kept(saved);
      notifyDone(`Version ${saved.version} is what is sent from now on.`);
    },
    // What was saved before it was refused is there.
    onError: () => queryClient.invalidateQueries({ queryKey: api.messages.template.key() }),
  });
  const error = [publish.error, save.error].find((one) => one !== null) ?? null;
  const isConflict = error instanceof ApiError && error.code === "conflict";
  const forget = () => {
    save.reset();
    publish.reset();
  };
  const readAnew = async () => {
    const theirs = await queryClient.fetchQuery(api.messages.template.queryOptions({ input: { key }, staleTime: 0 }));
    setBase({ content: theirs.draft, revision: theirs.revision });
    forget();
    return theirs;
  };
  return {
    content,
    isChanged,
    isSaving: save.isPending,
    isPublishing: publish.isPending,
    conflict: isConflict ? error.message : null,
    failure: error !== null && !isConflict ? sayFailure(error) : null,
    change: (next: TemplateContent) => {
      if (!isConflict) forget();
      setContent(next);
    },
    save: () => {
      publish.reset();
      save.mutate();
    },
    publish: () => {
      save.reset();
      publish.mutate();
    },
    keepMine: () => void readAnew(),
    takeTheirs: () => void readAnew().then((theirs) => setContent(theirs.draft)),
  };
}

function sayFailure(error: Error): string {
  const issues = error instanceof ApiError ? error.issues : [];
  return issues.length === 0
    ? error.message
    : issues.map(({ field, message }) => `${field.replace(/^draft\./, "")}: ${message}`).join("; ");
}
