export { createBatchProcessor, type BatchProcessor, type Processed } from "./process-batch.ts";
export { runPipeline, type Pipeline } from "./run-pipeline.ts";
export { trimLog } from "./trim-log.ts";
export { observePipeline } from "./observe-pipeline.ts";
export { readProcessing, type Processing } from "./read-processing.ts";
export { openPipeline, type PipelineOpening, type PipelineThread } from "./start-pipeline.ts";
