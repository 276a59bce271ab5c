import { expect, test } from "vitest";
import { actionWords, actorOf } from "./action-words.ts";

test("an action that is new to the page is shown as its code", () => expect(actionWords("guides.publish")).toBe("guides.publish"));
test("people are named alone, keys and the system say what they are", () => {
  expect(actorOf("user:Maria: the owner")).toEqual({ name: "Maria: the owner", note: null });
  expect(actorOf("api_key:CRM sync")).toEqual({ name: "CRM sync", note: "API key" });
  expect(actorOf("someone")).toEqual({ name: "someone", note: null });
});
