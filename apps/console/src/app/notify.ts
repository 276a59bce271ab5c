import type { NotificationData } from "@mantine/notifications";
import { useSyncExternalStore } from "react";
import { ApiError } from "./api-error.ts";

// Messages are rare: the part that shows them is loaded with the first one.
let anyShown = false;
let onFirst: (() => void) | undefined;

async function show(message: NotificationData): Promise<void> {
  anyShown = true;
  onFirst?.();
  const { notifications } = await import("@mantine/notifications");
  notifications.show({ closeButtonProps: { "aria-label": "Close the message" }, ...message });
}

/** True once there has been a message. */
export function useAnyMessage(): boolean {
  return useSyncExternalStore(
    (listener) => {
      onFirst = listener;
      return () => {
        onFirst = undefined;
      };
    },
    () => anyShown,
  );
}

/** Says that something was done. Read aloud politely by screen readers. */
export function notifyDone(message: string): void {
  void show({ message, color: "accent", role: "status" });
}

/**
 * What to do with an error: says what failed and why, with the request id when there is one.
 * `useMutation(api.sources.create.mutationOptions({ onError: notifyFailure("Could not create the source") }))`
 */
export function notifyFailure(title: string): (error: unknown) => void {
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    const requestId = error instanceof ApiError && error.requestId ? ` (request ${error.requestId})` : "";
    void show({ title, message: message + requestId, color: "bleed", autoClose: 10_000 });
  };
}
