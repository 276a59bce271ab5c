type Reason = {
  label: string;
  /** What it means, and what makes it go away. */
  advice: string;
};

const reasons: Record<string, Reason> = {
  not_an_object: {
    label: "Not an object",
    advice:
      "The message is something else than a JSON object, such as a text or a list. It cannot be put right here: change what sends it.",
  },
  unknown_type: {
    label: "Unknown type",
    advice: "The type is none that we know. Set it to track, page, screen, identify, group or alias.",
  },
  missing_field: { label: "Missing field", advice: "Without this field nobody can tell what happened or to whom. Set it, and try again." },
  wrong_type: { label: "Wrong type", advice: "The field holds another type of value than is accepted. Set it to what the message names." },
  too_long: {
    label: "Too long",
    advice: "An id or a name is longer than is accepted; often something else, such as a token, stands in its place. Set the right one.",
  },
  too_large: {
    label: "Too large",
    advice: "The whole event is larger than is accepted, and only its start was kept. Send less with it: a link instead of the file.",
  },
  too_deep: { label: "Nested too deeply", advice: "Objects are nested beyond what is accepted. Send the values flat." },
  bad_json: {
    label: "Unreadable",
    advice:
      "The whole request could not be read: it broke off on its way, or is no JSON. Only its start was kept, so it cannot be put right here: look at what sends it.",
  },
  bad_time: {
    label: "Unreadable time",
    advice: "The time cannot be read, or lies before the year 2000. Set timestamp to an ISO 8601 time, such as 2026-07-14T09:12:44Z.",
  },
};

/** What a reason is called and what to do about it; a code that is new to this page is shown as it is. */
export function reasonOf(code: string): Reason {
  return reasons[code] ?? { label: code.replaceAll("_", " "), advice: "Change what sends it, or set the field that the message names." };
}
