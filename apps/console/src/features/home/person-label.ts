/** What somebody is called: name, e-mail, or the end of their id; a visitor is not known by any user id yet. */
export function personLabel({ id, name, email, known }: { id: string; name: string | null; email: string | null; known: boolean }): string {
  return name?.trim() || email || `${known ? "Person" : "Visitor"} ${id.slice(-6)}`;
}
