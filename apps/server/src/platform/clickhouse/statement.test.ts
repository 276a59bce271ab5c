import { describe, expect, test } from "vitest";
import { bindableParams, insertStatement, placeholdersOf, settingsClause, withSettings } from "./statement.ts";

describe("placeholders", () => {
  test("are found with their types, outside of literals, quoted names and comments", () => {
    const sql = `SELECT {a:UInt64}, { b : Array(Nullable(String)) }, '{c:String} it''s \\' {d:String}', "{e:String}", \`{f:String}\` -- {g:String}
      /* {h:String} */ WHERE x = {i:Map(String, UInt8)} AND y = 'z' AND {a:UInt64} > 0`;
    expect([...placeholdersOf(sql)]).toEqual([
      ["a", "UInt64"],
      ["b", "Array(Nullable(String))"],
      ["i", "Map(String, UInt8)"],
    ]);
  });

  test("take the values given for them alone, digits as integers where the type is one", () => {
    const params = { id: "18446744073709551615", ids: ["1", [-2n, "-3"]], name: "12", unused: 1 };
    expect(bindableParams("{id:UInt64} {ids:Array(Int64)} {name:String}", params)).toEqual({
      id: 18446744073709551615n,
      ids: [1n, [-2n, -3n]],
      name: "12",
    });
  });

  test("without a value are an error, null is a value", () => {
    expect(bindableParams("{a:Nullable(String)}", { a: null })).toEqual({ a: null });
    expect(() => bindableParams("{a:Nullable(String)}", { a: undefined })).toThrow("parameter a has no value");
    expect(() => bindableParams("{toString:String}", {})).toThrow("parameter toString has no value");
  });
});

describe("settings", () => {
  test("stand in a clause, text in quotes", () => {
    expect(settingsClause({ max_threads: 2, log_comment: "it's \\ so" })).toBe(" SETTINGS max_threads = 2, log_comment = 'it\\'s \\\\ so'");
    expect(settingsClause({})).toBe("");
  });

  test("follow a SELECT on a line of their own, and nothing else", () => {
    expect(withSettings("-- why\nWITH 1 AS x SELECT x -- end", { max_threads: 1 })).toBe(
      "-- why\nWITH 1 AS x SELECT x -- end\n SETTINGS max_threads = 1",
    );
    expect(withSettings("SHOW TABLES", { max_threads: 1 })).toBe("SHOW TABLES");
  });

  test("with a name that is none are refused", () => expect(() => settingsClause({ "a = 1, b": 2 })).toThrow("not the name of a setting"));
});

describe("inserts", () => {
  test("name table, columns, settings and format", () => {
    expect(insertStatement({ table: "default.thing", columns: ["a", "b"], settings: { x: 1 } })).toBe(
      "INSERT INTO default.thing (a, b) SETTINGS x = 1 FORMAT JSONCompactEachRow",
    );
    expect(insertStatement({ table: "thing", settings: {} })).toBe("INSERT INTO thing FORMAT JSONEachRow");
  });

  test.for(["thing; DROP TABLE x", "", "a.", "`a`"])("into the table %j are refused", (table) => {
    expect(() => insertStatement({ table, settings: {} })).toThrow("not the name of a table");
  });
});
