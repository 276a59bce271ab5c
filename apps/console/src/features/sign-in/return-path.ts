/** Where to go after sign-in: only a path of this console, never another site (`//evil`, `/\evil`), never sign-in again. */
export function returnPath(asked: unknown): string {
  if (typeof asked !== "string" || !/^\/(?![/\\])/.test(asked) || asked.startsWith("/sign-in")) return "/";
  return asked;
}
