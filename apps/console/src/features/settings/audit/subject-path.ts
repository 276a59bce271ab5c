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
