type Named = { id: string; name: string | null; email?: string | null; phone?: string | null; known?: boolean };

/** What a person is called on screen: their name, how they can be reached, or the end of their id. A visitor is not known by any user id yet. */
export function personTitle({ id, name, email, phone, known = true }: Named): string {
  return name?.trim() || email || phone || `${known ? "Person" : "Visitor"} ${shortId(id)}`;
}

/** The end of an id, to tell unnamed people apart: `p_…3f9a2c` → `3f9a2c`. */
export function shortId(id: string): string {
  return id.slice(-6);
}
