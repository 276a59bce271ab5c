import { describe, expect, test } from "vitest";
import type { ImportMapping } from "@throughline/contract";
import { CliError, type Command } from "./command.ts";
import { applyMap, readImportOptions } from "./import-options.ts";
import { createProgressBar } from "./progress-bar.ts";
import { runCli } from "./run-cli.ts";

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const greet: Command = {
    name: "greet",
    summary: "Greets.",
    usage: "greet <name>",
    run: async ([name], io) => {
      if (!name) throw new CliError("Name somebody.");
      io.out(`Hello ${name}`);
      return 3;
    },
  };
  const code = await runCli(args, { out: (line) => out.push(line), err: (line) => err.push(line), progress: null, env: {} }, [greet]);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("the command line", () => {
  test("runs the command that is named and gives its exit code", async () =>
    expect(await run("greet", "Ada")).toEqual({ code: 3, out: "Hello Ada", err: "" }));
  test("lists the commands when none is named", async () => expect((await run()).out).toContain("greet      Greets."));
  test("shows how a command is used", async () => {
    for (const args of [
      ["help", "greet"],
      ["greet", "--help"],
    ])
      expect(await run(...args)).toMatchObject({ code: 0, out: "Greets.\n\ngreet <name>" });
  });
  test("says what is wrong in one line", async () => {
    expect(await run("greet")).toEqual({ code: 1, out: "", err: "Name somebody." });
    expect(await run("dance")).toMatchObject({ code: 1, err: "There is no command dance. There are: greet, help." });
  });
});

describe("the options of an import", () => {
  const env = { THROUGHLINE_API_KEY: "tl_1", INIT_CWD: "/data" };
  test("come from the arguments, else from the environment", () => {
    expect(readImportOptions(["a.csv"], env)).toEqual({
      file: "/data/a.csv",
      kind: null,
      map: [],
      dryRun: false,
      workspace: null,
      url: "http://localhost:4400",
      apiKey: "tl_1",
    });
    expect(
      readImportOptions(
        [
          "/b.csv",
          "--kind",
          "people",
          "--map",
          "a=b=userId",
          "--map",
          "note=",
          "--dry-run",
          "--url",
          "https://x.example",
          "--api-key",
          "tl_2",
          "--workspace",
          "acme",
        ],
        env,
      ),
    ).toEqual({
      file: "/b.csv",
      kind: "people",
      map: [
        { column: "a=b", target: "userId" },
        { column: "note", target: null },
      ],
      dryRun: true,
      workspace: "acme",
      url: "https://x.example",
      apiKey: "tl_2",
    });
  });
  test.each([
    [[], "Name the file"],
    [["a", "b"], "One file at a time"],
    [["a", "--kind", "things"], "accepted are events, people, accounts"],
    [["a", "--map", "x"], "column=target"],
    [["a", "--url", "localhost"], "http://localhost:4400"],
    [["a", "--nonsense"], "Unknown option"],
  ])("%j are refused with what is accepted", (args, message) => expect(() => readImportOptions(args, env)).toThrow(message));

  test("outrank the guess: a target that is given to a column is taken from any other", () => {
    const guessed: ImportMapping = [
      { column: "id", target: "userId", type: "auto" },
      { column: "zip", target: "traits.zip", type: "string" },
      { column: "key", target: "traits.key", type: "auto" },
    ];
    expect(
      applyMap(guessed, [
        { column: "key", target: "userId" },
        { column: "zip", target: null },
        { column: "user.name", target: "traits.name" },
      ]),
    ).toEqual([
      { column: "id", target: null, type: "auto" },
      { column: "zip", target: null, type: "string" },
      { column: "key", target: "userId", type: "auto" },
      { column: "user.name", target: "traits.name", type: "auto" },
    ]);
  });
});

test("progress is one line on a terminal, and a line for each tenth elsewhere", () => {
  const [drawn, printed]: [string[], string[]] = [[], []];
  const onTerminal = createProgressBar({ progress: (line) => drawn.push(line), err: () => {} }, "Sending");
  const elsewhere = createProgressBar({ progress: null, err: (line) => printed.push(line) }, "Sending");
  for (const done of [0, 5, 10, 55, 100]) for (const bar of [onTerminal, elsewhere]) bar.show(done, 100);
  expect(drawn[3]).toContain(" 55 %");
  expect(printed).toEqual(["Sending 10 %", "Sending 50 %", "Sending 100 %"]);
});
