import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeRows } from "./decode-rows.ts";
import { encodeRows } from "./encode-rows.ts";

describe("rows to insert", () => {
  test("are lines of arrays in the order of the columns, or of objects", () => {
    expect(encodeRows([{ a: 1, b: "x" }, { b: "y" }], ["b", "a"])).toBe('["x",1]\n["y",null]');
    expect(encodeRows([{ a: 1 }, { b: 2 }])).toBe('{"a":1}\n{"b":2}');
  });

  test("lose halves of surrogate pairs and plain integers beyond 64 bits, and nothing else", () => {
    expect(
      encodeRows([{ "k\ud800": "\udc00 \\ud83d 😀", n: 2 ** 64, m: -(2 ** 63), o: 2 ** 63, p: -(2 ** 64), s: "18446744073709551616" }]),
    ).toBe(
      '{"k\\ufffd":"\\ufffd \\\\ud83d 😀","n":18446744073709552000.0,"m":-9223372036854776000.0,"o":9223372036854776000,"p":-18446744073709552000.0,"s":"18446744073709551616"}',
    );
  });

  test("keep every other value of JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = encodeRows([{ value }]);
        expect(text).not.toContain("\n");
        expect(JSON.parse(text)).toEqual({ value: JSON.parse(JSON.stringify(value).toWellFormed()) });
      }),
    );
  });
});

describe("answers", () => {
  const answer = (...lines: unknown[]) => lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");

  test("without rows are empty", () => {
    expect(decodeRows("")).toEqual([]);
    expect(decodeRows(answer(["n"], ["UInt64"], ""))).toEqual([]);
  });

  test("give integers of 64 bits and more as text, wherever the type has them", () => {
    const types = [
      "UInt64",
      "Nullable(Int64)",
      "LowCardinality(UInt64)",
      "Array(Array(Int64))",
      "Map(String, UInt64)",
      "Tuple(UInt64, Float64, String)",
      "Tuple(a UInt64, `b c` Array(UInt64), d String)",
      "SimpleAggregateFunction(sum, UInt64)",
      "Int128",
      "UInt32",
      "Tuple(x Tuple(y Map(String, Int64)))",
    ];
    const row =
      '[18446744073709551615, null, 3, [[-9223372036854775808, 1]], {"k": 5}, [6, 1.5, "7"], {"a": 8, "b c": [9], "d": "x"}, 10, 170141183460469231731687303715884105727, 11, {"x": {"y": {"z": 12}}}]';
    expect(
      Object.values(
        decodeRows<Record<string, unknown>>(
          answer(
            types.map((_, index) => `c${index}`),
            types,
            row,
          ),
        )[0] ?? {},
      ),
    ).toEqual([
      "18446744073709551615",
      null,
      "3",
      [["-9223372036854775808", "1"]],
      { k: "5" },
      ["6", 1.5, "7"],
      { a: "8", "b c": ["9"], d: "x" },
      "10",
      "170141183460469231731687303715884105727",
      11,
      { x: { y: { z: "12" } } },
    ]);
  });

  test("leave text that looks like a number, and numbers in JSON, as they are", () => {
    const rows = decodeRows(
      answer(
        ["text", "json"],
        ["String", "JSON"],
        '["a, 12345678901234567890, \\"1", {"n": 12345678901234567890, "f": 0.12345678901234568, "s": ":12345678901234567890", "e": 1.5e300, "list": [[9007199254740993]]}]',
      ),
    );
    expect(rows).toEqual([
      {
        text: 'a, 12345678901234567890, "1',
        json: { n: 12345678901234567000, f: 0.12345678901234568, s: ":12345678901234567890", e: 1.5e300, list: [[9007199254740992]] },
      },
    ]);
  });
});
