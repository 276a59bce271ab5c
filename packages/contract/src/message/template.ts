import { z } from "zod";

export const templateKeySchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, "small letters, digits, - and _");

/** A language as a person's trait `locale` or `language` gives it: `de`, `pt-BR`. Where it is missing `pt` stands in for `pt-BR`, then the fallback. */
export const localeSchema = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "a language such as de or pt-BR");

const liquid = (longest: number) => z.string().max(longest);
const oneLine = (longest: number) => liquid(longest).refine((text) => !/[\r\n]/.test(text), { error: "must be one line" });

/** Everything that stands in them is Liquid, with `person`, `account`, `event`, `flow`, `workspace`, `answers` and `links` (`links.unsubscribe`, `links.preferences`). */
const email = z.strictObject({
  subject: oneLine(1000),
  preheader: oneLine(1000).default("").describe("What mail programs show beside the subject"),
  mjml: liquid(200_000),
  text: liquid(100_000).nullable().default(null).describe("The plain-text part; null: made from the other"),
});
const sms = z.strictObject({ text: liquid(5000) });
const push = z.strictObject({
  title: oneLine(500),
  text: liquid(5000),
  url: oneLine(2000).default("").describe("Where a tap leads"),
  image: oneLine(2000).default(""),
});
const inApp = z.strictObject({
  title: oneLine(500),
  text: liquid(10_000).describe("Plain text"),
  url: oneLine(2000).default(""),
  actionLabel: oneLine(100).default(""),
  image: oneLine(2000).default(""),
});
const webhook = z.strictObject({
  method: z.enum(["POST", "PUT"]).default("POST"),
  url: oneLine(2000),
  headers: z
    .record(
      z
        .string()
        .max(100)
        .regex(/^[A-Za-z0-9-]+$/),
      oneLine(1000),
    )
    .refine((headers) => Object.keys(headers).length <= 20, { error: "at most 20 headers" })
    .default({}),
  body: liquid(50_000).nullable().default(null).describe("Liquid that gives JSON; null sends the person and what the message is about"),
});

const inLocales = <C extends string, T extends z.ZodType>(channel: C, content: T) =>
  z.strictObject({
    channel: z.literal(channel),
    fallback: localeSchema.describe("For people whose language is not there"),
    locales: z
      .record(localeSchema, content)
      .refine((locales) => Object.keys(locales).length >= 1 && Object.keys(locales).length <= 30, { error: "from one to 30 languages" }),
  });

/** What a template says, in each of its languages. */
export const templateContentSchema = z
  .discriminatedUnion("channel", [
    inLocales("email", email),
    inLocales("sms", sms),
    inLocales("push", push),
    inLocales("in_app", inApp),
    inLocales("webhook", webhook),
  ])
  .refine(({ fallback, locales }) => Object.hasOwn(locales, fallback), { path: ["fallback"], error: "must be one of the languages" });
export type TemplateContent = z.infer<typeof templateContentSchema>;
