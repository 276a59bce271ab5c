const key = "throughline.workspace";

/** The workspace that this browser last worked in, or null: then the server chooses the first that the user belongs to. */
export function chosenWorkspace(): string | null {
  return localStorage.getItem(key);
}

export function chooseWorkspace(id: string | null): void {
  if (id === null) localStorage.removeItem(key);
  else localStorage.setItem(key, id);
}
