import { expect } from "vitest";
import { bootstrap, waitUntilProcessed, type Product } from "./product.ts";

/** Sends messages to the workspace of {@link bootstrap} in one batch, all of which must be accepted; resolves when they are on their timelines. */
export async function sendBatch(product: Product, batch: readonly Record<string, unknown>[]): Promise<void> {
  const answer = await fetch(`${product.url}/v1/batch`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${bootstrap.writeKey}:`).toString("base64")}`, "content-type": "application/json" },
    body: JSON.stringify({ batch }),
  });
  expect(await answer.json()).toMatchObject({ accepted: batch.length });
  await waitUntilProcessed(product);
}
