import { expect, test } from "vitest";
import { cellToText, describeCell, textToCell, type JourneyCell } from "./who-cell.ts";

const base = { kind: "journey", status: "entered", crossing: "crossed" } as const;
const cells: JourneyCell[] = [
  base,
  { ...base, status: "now", stage: "verify" },
  { ...base, stage: "connect", to: "verify" },
  { ...base, stage: "connect", to: "$failed:cancelled" },
  { ...base, status: "failed", failure: "cancelled" },
  { ...base, status: "failed", stage: "verify", failure: "cancelled" },
  { ...base, seam: "actor:bot>human", crossing: "lost" },
  { ...base, status: "active", stage: "verify", channel: "chat" },
  { ...base, status: "switched", stage: "verify" },
  { ...base, status: "switched", channel: "web", toChannel: "chat" },
  { ...base, status: "contacted" },
  { ...base, figure: "contacts" },
];

test.each(cells.map((cell) => [cellToText(cell), cell]))("%s comes back from the address as it went in", (text, cell) => {
  expect(textToCell(text)).toEqual(cell);
});

test("what names no number opens nothing", () => {
  for (const text of [undefined, "", "everyone", "move~connect", "seam~actor:bot>human~eaten", "figure~mood"])
    expect(textToCell(text)).toBeNull();
});

test("the title of a list says who is in it", () => {
  const describeIt = (cell: JourneyCell) =>
    describeCell(
      cell,
      (key) => key.toUpperCase(),
      () => "bot → human",
    );
  expect(cells.map(describeIt)).toEqual([
    "Entered",
    "In VERIFY now",
    "From CONNECT to VERIFY",
    "From CONNECT to $FAILED:CANCELLED",
    "$FAILED:CANCELLED",
    "$FAILED:CANCELLED from VERIFY",
    "Never arrived at bot → human",
    "On Chat in VERIFY",
    "Changed channel in VERIFY",
    "Changed from Web to Chat",
    "Got in touch",
    "Entered and got in touch",
  ]);
  expect(describeIt({ ...base, stage: "verify", to: "verify" })).toBe("Came to VERIFY again");
});
