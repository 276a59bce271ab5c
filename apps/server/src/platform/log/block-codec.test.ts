import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBlock, encodeBlock } from "./block-codec.ts";

const roundTrip = async (entries: unknown[]) => decodeBlock(await encodeBlock(entries));

test("a block holds any JSON as it was", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue({ stringUnit: "grapheme" })), async (entries) => {
      const stored = JSON.parse(JSON.stringify(entries)) as unknown[];
      fc.pre(!JSON.stringify(stored).includes("\\u0000"));
      expect(await roundTrip(stored)).toEqual(stored);
    }),
  );
});

test("what no store can keep is replaced, and what only looks like it stays", async () => {
  const entries = [{ "a\0": "x\0y\ud800", b: ["\udc00\ud83d\ude00", "\\u0000", "\\\0"] }];
  expect(await roundTrip(entries)).toEqual([{ "a\ufffd": "x\ufffdy\ufffd", b: ["\ufffd\ud83d\ude00", "\\u0000", "\\\ufffd"] }]);
});
