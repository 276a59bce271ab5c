import { fetchAnswer } from "../../app/fetch-answer.ts";

/** A test event as the user wrote it. `userId` empty stands for a device of its own. */
export type TestEvent = { event: string; userId: string; properties: Record<string, unknown> };

/** What is sent for it. */
export function toMessage({ event, userId, properties }: TestEvent): Record<string, unknown> {
  return { ...(userId === "" ? { anonymousId: "throughline-test-event" } : { userId }), event, properties };
}

/** The same as a command for a terminal. Quotes that end the shell's own are written as the shell wants them. */
export function toCurl(host: string, writeKey: string, test: TestEvent): string {
  const body = JSON.stringify(toMessage(test)).replaceAll("'", `'\\''`);
  return `curl ${host}/v1/track \\\n  --user "${writeKey}:" \\\n  --header "content-type: application/json" \\\n  --data '${body}'`;
}

/**
 * Sends it from this browser as any SDK would, to the collector.
 * Throws with the collector's own words when it is refused, `ApiError` when nobody answers.
 */
export async function sendTestEvent(writeKey: string, messageId: string, test: TestEvent): Promise<void> {
  const response = await fetchAnswer("/v1/track", {
    method: "POST",
    credentials: "omit",
    headers: { "content-type": "application/json", authorization: `Basic ${btoa(`${writeKey}:`)}` },
    body: JSON.stringify({
      ...toMessage(test),
      messageId,
      timestamp: new Date().toISOString(),
      context: { library: { name: "throughline-console" }, channel: "web" },
    }),
  });
  if (response.ok) return;
  throw new Error(wordsOf(await response.text()) ?? `The collector answered ${response.status}.`);
}

function wordsOf(body: string): string | null {
  try {
    const answer = JSON.parse(body) as { error?: { message?: unknown } };
    return typeof answer.error?.message === "string" ? answer.error.message : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
