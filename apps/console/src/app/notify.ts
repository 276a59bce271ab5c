import { notifications } from "@mantine/notifications";
import { ApiError } from "./api-error.ts";

/** Says that something was done. Read aloud politely by screen readers. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: "accent", role: "status" });
}

/**
 * What to do with an error: says what failed and why, with the request id when there is one.
 * `useMutation(api.sources.create.mutationOptions({ onError: notifyFailure("Could not create the source") }))`
 */
export function notifyFailure(title: string): (error: unknown) => void {
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    const requestId = error instanceof ApiError && error.requestId ? ` (request ${error.requestId})` : "";
    notifications.show({ title, message: message + requestId, color: "bleed", autoClose: 10_000 });
  };
}
