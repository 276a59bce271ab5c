/** Where the thing that an entry is about can be looked at, or null where there is no such page or the thing is gone. */
export function subjectPath(action: string, subject: string): string | null {
  const [area = "", verb = ""] = action.split(".");
  if (verb === "delete") return null;
  return pages[area]?.(encodeURIComponent(subject)) ?? null;
}

/** What an entry is about as people call it: its name where the entry tells it, else the id or key. */
export function subjectName(subject: string, details: Readonly<Record<string, unknown>>): string {
  const name = details["name"] ?? details["fileName"];
  return typeof name === "string" && name !== "" ? name : subject;
}

/** What else there is to tell where the name is told already. */
export function besideName(subject: string | null, details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (subject === null) return details;
  const name = subjectName(subject, details);
  return Object.fromEntries(
    Object.entries(details).filter(([part, value]) => !((part === "name" || part === "fileName") && value === name)),
  );
}

const pages: Record<string, (subject: string) => string> = {
  people: (id) => `/people/${id}`,
  sources: (id) => `/data/sources/${id}`,
  imports: (id) => `/data/imports/${id}`,
  dashboards: (id) => `/insights/dashboards/${id}`,
  alerts: (id) => `/insights/alerts?alert=${id}`,
  journeys: (key) => `/journeys/${key}`,
  segment: (key) => `/segments/${key}`,
  flows: (key) => `/engage/flows/${key}`,
  template: (key) => `/engage/messages/templates/${key}`,
  tasks: (id) => `/tasks?task=${id}`,
};
