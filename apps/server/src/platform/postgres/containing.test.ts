import { expect, test } from "vitest";
import { containing } from "./containing.ts";

test("characters that mean something to LIKE mean themselves", () => expect(containing("50%_off\\")).toBe("%50\\%\\_off\\\\%"));
test("without text everything is contained", () => expect(containing("")).toBe("%%"));
