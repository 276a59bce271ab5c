type Named = { id: string; name: string | null; email?: string | null; phone?: string | null; userId?: string | null; known?: boolean };

/** What a person is called on screen: their name, how they can be reached, what the product calls them, or the end of their id. A visitor is not known by any user id yet. */
export function personTitle({ id, name, email, phone, userId, known = true }: Named): string {
  const named = name?.trim() || email || phone;
  if (named) return named;
  // A user id that is an address says by itself what it is.
  if (userId) return userId.includes("@") ? userId : `User ${shortUserId(userId)}`;
  return `${known ? "Person" : "Visitor"} ${shortId(id)}`;
}

/** The end of an id, to tell unnamed people apart: `p_…3f9a2c` → `3f9a2c`. */
export function shortId(id: string): string {
  return id.slice(-6);
}

/** Beyond this a user id is a key of a machine, told apart by its ends. */
const readableLength = 24;
const shortUserId = (userId: string) => (userId.length <= readableLength ? userId : `${userId.slice(0, 8)}…${userId.slice(-4)}`);
