import { expect, test, vi } from "vitest";
import { publicSearch, publicUrl } from "./public-url.ts";

vi.stubGlobal("location", { href: "https://shop.example/cart?step=2" });

test.each([
  "password=x",
  "reset_token=x",
  "apiKey=x",
  "api_key=x",
  "code=123",
  "email=a",
  "auth=1",
  "PHPSESSIONID=1",
  "X-Amz-Signature=9",
  "to=anna%40example.com",
  "x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
  "x=d41d8cd98f00b204e9800998ecf8427e",
  "x=%E0%A4%A@",
])("%s is masked", (pair) => {
  expect(publicSearch(`?page=2&${pair}`)).toBe(`?page=2&${pair.split("=")[0]}=***`);
});

test.each(["?utm_source=news&utm_campaign=spring-sale", "?q=red%20shoes&author=Eco", "?gclid=Cj0KCQiA7bucBhCeARIsAIOwr80", "", "?flag"])(
  "%s stays as it is",
  (search) => expect(publicSearch(search)).toBe(search),
);

test("a link keeps neither user nor fragment", () => {
  expect(publicUrl("https://user:pw@other.example/a?b=1#access_token=1")).toBe("https://other.example/a?b=1");
});

test("a relative link is that of the page", () => {
  expect(publicUrl("/pay?token=1")).toBe("https://shop.example/pay?token=***");
});

test("of an address to a person only the scheme is kept", () => {
  expect(publicUrl("mailto:anna@example.com")).toBe("mailto:");
  expect(publicUrl("tel:+4912345")).toBe("tel:");
});

test("what is no address is empty", () => {
  expect(publicUrl("http://")).toBe("");
  expect(publicUrl("")).toBe("");
});
