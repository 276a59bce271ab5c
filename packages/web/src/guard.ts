let onError: ((error: unknown) => void) | undefined;

/** Names who is told of errors inside the SDK. */
export function reportErrorsTo(handler: typeof onError): void {
  onError = handler;
}

/** Tells `onError`, in a task of its own, so that an error of that handler does not come back either. */
export function report(error: unknown): void {
  if (onError) setTimeout(onError, 0, error);
}

/** Runs work that must not throw into the host page; an error is reported and gives undefined. */
export function guard<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    report(error);
    return undefined;
  }
}

/** Listens without ever blocking scrolling or throwing into the page, and before handlers that stop the event. */
export function listen(target: EventTarget, type: string, handler: (event: Event) => void): void {
  target.addEventListener(type, (event) => guard(() => handler(event)), { capture: true, passive: true });
}
