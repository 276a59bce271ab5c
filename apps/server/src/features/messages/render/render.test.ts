import type { TemplateContent } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { mayTrack, trackLinks } from "../public/track-links.ts";
import { renderLiquid } from "./liquid.ts";
import { chooseLocale, toLocale } from "./locale.ts";
import { renderContent } from "./render-content.ts";
import { lookUp, variablesOf } from "./template-variables.ts";
import { wrapTags } from "./wrap-tags.ts";

const scope = { person: { name: "<b>Ada</b>", quote: 'say "hi"\n', list: [1, 2] } };

describe("Liquid", () => {
  test("escapes in HTML, leaves text alone, and gives the inside of a JSON string", () => {
    expect(renderLiquid("{{ person.name }}", "html", scope)).toBe("&lt;b&gt;Ada&lt;/b&gt;");
    expect(renderLiquid("{{ person.name | raw }}", "html", scope)).toBe("<b>Ada</b>");
    expect(renderLiquid("{{ person.name }}", "text", scope)).toBe("<b>Ada</b>");
    expect(
      JSON.parse(renderLiquid('{"q": "{{ person.quote }}", "l": {{ person.list | json }}, "n": {{ person.none | json }}}', "json", scope)),
    ).toEqual({
      q: 'say "hi"\n',
      l: [1, 2],
      n: null,
    });
  });

  test("reads no file, no prototype, and no other template", () => {
    for (const source of ["{% include '/etc/passwd' %}", "{% render 'x' %}", "{% layout 'x' %}"])
      expect(() => renderLiquid(source, "text", scope)).toThrow(/not found/);
    expect(renderLiquid("[{{ person.constructor.name }}{{ person.__proto__ }}{{ process.env }}]", "text", scope)).toBe("[]");
  });

  test("ends what does not end by itself, and says where a mistake is", () => {
    expect(() =>
      renderLiquid("{% for i in (1..100000000) %}{% for j in (1..100000000) %}x{% endfor %}{% endfor %}", "text", scope),
    ).toThrow(/limit|memory/i);
    expect(() => renderLiquid("one\n{% if %}", "text", scope)).toThrow(expect.objectContaining({ name: "TemplateFault", line: 2 }));
    expect(() => renderLiquid("{{ person.name | nonsense }}", "text", scope)).toThrow(/nonsense/);
  });
});

describe("languages", () => {
  test("are read in any spelling", () => {
    expect(["de_at", "pt-BR", "EN", "zh-Hant", "klingon!", 7].map(toLocale)).toEqual(["de-AT", "pt-BR", "en", "zh-Hant", null, null]);
  });

  test("fall back to the language without its region, to another region, then to the template's own", () => {
    expect(chooseLocale("de-AT", ["en", "de"], "en")).toBe("de");
    expect(chooseLocale("pt-PT", ["en", "pt-BR"], "en")).toBe("pt-BR");
    expect(chooseLocale("fr", ["en", "de"], "en")).toBe("en");
    expect(chooseLocale(null, ["en", "de"], "de")).toBe("de");
  });
});

test("tags of Liquid between the elements of MJML are kept, and those in texts and attributes left alone", () => {
  const text = '<mj-text css-class="{% if a %}x{% endif %}">{% if a %}A{% endif %}</mj-text>';
  expect(wrapTags(`{% if a %}<mj-section>${text}</mj-section>{% endif %}`)).toBe(
    `<mj-raw>{% if a %}</mj-raw><mj-section>${text}</mj-section><mj-raw>{% endif %}</mj-raw>`,
  );
  const attribute = '<mj-section background-color="{% if a %}red{% endif %}"><mj-column /></mj-section>';
  expect(wrapTags(attribute)).toBe(attribute);
});

test("what a template reads is known, and who lacks something that has no default", () => {
  const variables = variablesOf([
    "Hi {{ person.first | default: 'you' }} {{ person.plan }}",
    "{% if account.name %}{{ account.name }}{% endif %}{% for i in event.properties.items %}{{ i.sku }}{% endfor %}",
  ]);
  expect(variables).toEqual([
    { path: "account.name", guarded: true },
    { path: "event.properties.items", guarded: false },
    { path: "person.first", guarded: true },
    { path: "person.plan", guarded: false },
  ]);
  const found = lookUp(variables, { person: { plan: "" }, account: { name: "Acme" } });
  expect(found.filter(({ missing, guarded }) => missing && !guarded).map(({ path }) => path)).toEqual([
    "event.properties.items",
    "person.plan",
  ]);
});

describe("a message", () => {
  const push = (url: string): TemplateContent => ({
    channel: "push",
    fallback: "en",
    locales: { en: { title: "A\r\nBcc: x", text: "t", url, image: "" } },
  });
  const render = (content: TemplateContent) => renderContent({ content, compiled: {}, locale: null, scope });

  test("as mail names its language, unless its author did", () => {
    const parts = { subject: "s", preheader: "", mjml: "", text: null };
    const content: TemplateContent = { channel: "email", fallback: "en", locales: { en: parts, de: parts } };
    const mail = (de: string) => renderContent({ content, compiled: { en: "", de }, locale: "de-AT", scope }).html;
    expect(mail('<html lang="und" dir="auto"><body>a</body></html>')).toContain('<html lang="de" dir="auto">');
    expect(mail('<html lang="nds"><body>a</body></html>')).toContain('<html lang="nds">');
  });
  test("has no line break where a header would begin", () => expect(render(push("/a")).title).toBe("A Bcc: x"));
  test("opens no address that runs", () => {
    expect(() => render(push("javascript:alert(1)"))).toThrow(/may be opened/);
    expect(render(push("https://shop.example/{{ person.list | first }}")).url).toBe("https://shop.example/1");
  });
  test("to a webhook is JSON, or says that it is not", () => {
    const webhook = (body: string): TemplateContent => ({
      channel: "webhook",
      fallback: "en",
      locales: { en: { method: "POST", url: "https://a.example", headers: { "X-A": "{{ person.list }}" }, body } },
    });
    expect(render(webhook('{"name": "{{ person.quote }}"}')).request).toEqual({
      method: "POST",
      url: "https://a.example",
      headers: { "x-a": "12" },
      body: '{"name":"say \\"hi\\"\\n"}',
    });
    expect(() => render(webhook('{"name": {{ person.quote }}}'))).toThrow(/no JSON/);
  });
});

test("links are led through counting but for ours, for mail and phones", () => {
  const html = `<a class="x" href="https://a.example/?x=1&amp;y=2">a</a><a href='mailto:x@y.example'>m</a><a href="https://cx.example/m/u/t">u</a>`;
  const seen: string[] = [];
  const tracked = trackLinks(html, "https://cx.example/m/", (url) => `https://cx.example/m/c?u=${seen.push(url)}&s=1`);
  expect(seen).toEqual(["https://a.example/?x=1&y=2"]);
  expect(tracked).toContain('<a class="x" href="https://cx.example/m/c?u=1&amp;s=1">');
  expect(tracked).toContain('href="https://cx.example/m/u/t"');
});

test("tracking goes by the latest answer to its purpose", () => {
  const said = (granted?: boolean) => ({ consents: granted === undefined ? [] : [{ purpose: "analytics", granted, at: 1 }] });
  const rule = { clicks: "unless_refused", opens: "consented", purpose: "analytics" } as const;
  expect([undefined, true, false].map((granted) => mayTrack(rule, said(granted)))).toEqual([
    { clicks: true, opens: false },
    { clicks: true, opens: true },
    { clicks: false, opens: false },
  ]);
});
