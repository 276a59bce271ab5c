import { parentPort, workerData } from "node:worker_threads";
import { createApiDocument } from "./api-document.ts";

/** The thread that {@link askForApiDocument} starts: makes the document and ends. */
const { publicUrl } = workerData as { publicUrl: string };
parentPort?.postMessage(await createApiDocument(publicUrl));
