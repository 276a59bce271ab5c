import { ApiError, isErrorBody } from "../../app/api-error.ts";
import { fetchAnswer } from "../../app/fetch-answer.ts";
import { chosenWorkspace } from "../../app/workspace-choice.ts";
import { downloadFile } from "../../ui/chart/download-file.ts";

/** Saves the rows that could not be used, with the reason for each, as CSV. Throws `ApiError`. */
export async function downloadFailures({ id, fileName }: { id: string; fileName: string }): Promise<void> {
  const workspace = chosenWorkspace();
  const response = await fetchAnswer(`/api/v1/imports/${id}/failures`, {
    credentials: "same-origin",
    headers: workspace === null ? {} : { "x-throughline-workspace": workspace },
  });
  if (response.ok) {
    downloadFile(`${fileName}.failures.csv`, await response.blob());
    return;
  }
  const answer: unknown = response.headers.get("content-type")?.includes("json") ? await response.json() : null;
  if (isErrorBody(answer)) throw new ApiError(answer.error.code, answer.error.message, { requestId: answer.error.requestId });
  throw new ApiError("internal", `The server answered ${response.status}.`);
}
