import type { Emit } from "./emit.ts";
import type { FrictionDeps } from "./friction-deps.ts";
import { createOpenForms } from "./open-forms.ts";

const maxErrorsRead = 20;
const maxMessageLength = 120;
/** Applications say what is wrong some moments after a field was left. */
const settleMs = 400;
const shownErrors = "[role=alert],[aria-invalid=true]";
/** What a message quotes is often what was typed. */
const quoted = /["“„«'‘`][^"”“»'’`]+["”“»'’`]/g;
const search = "[role=search],[type=search]";

/** Watches forms for being begun and left, and for the errors they show. Reads names of fields and texts of errors, never values. */
export function watchForms(deps: FrictionDeps, emit: Emit) {
  const { listen, find, label, mask } = deps;
  const forms = createOpenForms<Element, Element>();
  const told = new WeakMap<Element, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (error: Element, message: string): void => {
    if (told.get(error) === message || error.closest("[data-private]")) return;
    told.set(error, message);
    const form = error.closest("form");
    if (form) forms.error(form);
    const field = error.matches("[role=alert]") ? undefined : label(error);
    emit("Error Shown", { label: field, message, form: form ? label(form) || undefined : undefined });
  };
  const textOf = (element: Element | null): string => {
    const text = (element?.textContent ?? "").replace(/\s+/g, " ").trim();
    return mask(text.replace(quoted, "***")).slice(0, maxMessageLength);
  };
  const readErrors = (): void => {
    // Of forms alone: they are at hand, where a search of the whole document would cost with its size.
    for (const error of [...document.forms].flatMap((form) => [...form.querySelectorAll(shownErrors)]).slice(0, maxErrorsRead)) {
      const describing = error.getAttribute("aria-errormessage") ?? error.getAttribute("aria-describedby") ?? "";
      const says = error.matches("[role=alert]") ? error : document.getElementById(describing.split(" ")[0]!);
      const message = textOf(says);
      if (message || says !== error) show(error, message || "invalid");
    }
  };
  /** In idle time, once for all that happened since. */
  const readErrorsLater = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1));
      idle(() => deps.guard(readErrors));
    }, settleMs);
  };

  listen(document, "input", (event) => {
    const field = find(event, "input,textarea,select,[contenteditable]");
    const form = field?.closest("form,[role=form]");
    if (field && form && event.isTrusted && !field.matches(search) && !form.matches(search)) forms.input(form, field);
  });
  listen(document, "submit", (event) => {
    const form = find(event, "form");
    if (form) forms.sent(form);
    readErrorsLater();
  });
  listen(document, "invalid", (event) => {
    const field = find(event, "input,textarea,select");
    // The browser's own message names no value, but is in the visitor's language: what is wrong is the same in each.
    if (field) show(field, whatIsInvalid((field as HTMLInputElement).validity));
  });
  listen(document, "focusout", readErrorsLater);
  listen(document, "click", readErrorsLater);

  return {
    leave(place: { path: string; url: string }): void {
      for (const [form, { last, fields, errors }] of forms.leave()) {
        emit(
          "Form Abandoned",
          { form: label(form) || undefined, lastField: label(last) || undefined, fieldsFilled: fields.size, errorsShown: errors },
          place,
        );
      }
    },
  };
}

function whatIsInvalid(validity: ValidityState): string {
  for (const reason in validity) if (reason !== "valid" && validity[reason as keyof ValidityState]) return reason;
  return "invalid";
}
