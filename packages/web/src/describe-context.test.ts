import { expect, test } from "vitest";
import { readCampaign } from "./describe-context.ts";

test("campaign fields carry the names of the Segment specification", () => {
  expect(readCampaign("?utm_source=news&utm_medium=email&utm_campaign=spring&utm_id=7&page=2")).toEqual({
    source: "news",
    medium: "email",
    name: "spring",
    id: "7",
  });
});

test("without campaign fields there is no campaign", () => expect(readCampaign("?page=2")).toBeUndefined());
