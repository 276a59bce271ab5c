import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";

/**
 * What can be done with a task; every list and count of tasks is read anew afterwards. `onClosed` is called once it is finished or cancelled: what is given to `mutate` itself would not be heard
 * any more when the task that was read anew has taken the form from the page first.
 */
export function useTaskChanges(onClosed?: () => void) {
  const queryClient = useQueryClient();
  const refresh = () => {
    // Opened from memory it could be finished as it was before, which is a conflict.
    queryClient.removeQueries({ queryKey: api.tasks.get.key(), type: "inactive" });
    return queryClient.invalidateQueries({ queryKey: api.tasks.key() });
  };
  // Also after a refusal: somebody else was faster, and what they did is to be seen.
  const options = { onSettled: refresh };
  return {
    update: useMutation(api.tasks.update.mutationOptions({ ...options, onError: notifyFailure("Could not change the task") })),
    done: useMutation(
      api.tasks.done.mutationOptions({
        ...options,
        onSuccess: ({ title, outcome }) => {
          notifyDone(`${title}: ${outcome}.`);
          onClosed?.();
        },
        onError: notifyFailure("Could not finish the task"),
      }),
    ),
    cancel: useMutation(
      api.tasks.cancel.mutationOptions({
        ...options,
        onSuccess: ({ title }) => {
          notifyDone(`${title} is cancelled.`);
          onClosed?.();
        },
        onError: notifyFailure("Could not cancel the task"),
      }),
    ),
    reopen: useMutation(
      api.tasks.reopen.mutationOptions({
        ...options,
        onSuccess: ({ title }) => notifyDone(`${title} is open again.`),
        onError: notifyFailure("Could not open the task again"),
      }),
    ),
    refresh,
  };
}
