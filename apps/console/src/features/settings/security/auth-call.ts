import { authMessage } from "../../sign-in/index.ts";

type Answer<Data> = { data: Data | null; error: { status?: number; code?: string | undefined; message?: string | undefined } | null };

const ours: Record<string, string> = {
  INVALID_PASSWORD: "That is not your current password.",
  SESSION_NOT_FRESH: "For this you have to have signed in lately. Sign out, sign in, and come back.",
};

/** What an account endpoint answered; throws with words for the user when it refused. */
export async function authCall<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const { data, error } = await answer;
  if (error) throw new Error((error.code === undefined ? undefined : ours[error.code]) ?? authMessage(error));
  if (data === null) throw new Error("The server answered nothing.");
  return data;
}
