import type { Import } from "@throughline/contract";
import { ApiError, isErrorBody } from "../../app/api-error.ts";
import { chosenWorkspace } from "../../app/workspace-choice.ts";
import type { ImportKind } from "./import-status.tsx";

type Upload = { file: File; kind: ImportKind | undefined; signal: AbortSignal; onProgress: (bytesSent: number) => void };

/**
 * Sends a file as it is, and gives the import that it became. Without a kind the server guesses it.
 * Throws `ApiError`, or an `AbortError` when the signal says so.
 */
export function uploadFile({ file, kind, signal, onProgress }: Upload): Promise<Import> {
  const query = new URLSearchParams({ fileName: file.name.slice(0, 255), ...(kind ? { kind } : {}) });
  return new Promise((resolve, reject) => {
    // Not fetch: it cannot tell how much has been sent.
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/imports?${query.toString()}`);
    request.responseType = "json";
    request.setRequestHeader("content-type", "application/octet-stream");
    const workspace = chosenWorkspace();
    if (workspace !== null) request.setRequestHeader("x-throughline-workspace", workspace);
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () => {
      const answer: unknown = request.response;
      if (request.status >= 200 && request.status < 300) resolve(answer as Import);
      else if (isErrorBody(answer))
        reject(new ApiError(answer.error.code, answer.error.message, { issues: answer.error.issues, requestId: answer.error.requestId }));
      else reject(new ApiError("internal", `The server answered ${request.status} without saying why.`));
    });
    request.addEventListener("error", () =>
      reject(new ApiError("unavailable", "The connection broke while the file was being sent. Send it again.")),
    );
    request.addEventListener("abort", () => reject(new DOMException("The upload was stopped.", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
