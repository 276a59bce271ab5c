import { parentPort } from "node:worker_threads";
import mjml2html from "mjml";
import type { MjmlAnswer } from "./compile-mjml.ts";

/** The thread that `createMjmlCompiler` starts. Nothing is included from files, and no font is asked of anybody else's server. */
parentPort?.on("message", async ({ id, mjml }: { id: number; mjml: string }) => {
  try {
    const { html, errors } = await mjml2html(mjml, { ignoreIncludes: true, fonts: {}, validationLevel: "soft", keepComments: false });
    const answer: MjmlAnswer = {
      id,
      html,
      problems: errors.map(({ line, message, tagName }) => ({ line, message: `${tagName}: ${message}` })),
    };
    parentPort?.postMessage(answer);
  } catch (error) {
    const answer: MjmlAnswer = {
      id,
      html: null,
      problems: [{ line: null, message: error instanceof Error ? error.message : String(error) }],
    };
    parentPort?.postMessage(answer);
  }
});
