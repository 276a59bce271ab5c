import { channels, type ImportMapping } from "@throughline/contract";
import { messageTypes } from "../collect/message.ts";
import { readObjectCell, readTime, type ValueType } from "./cell-value.ts";
import { isObjectTarget, isTarget, restObject, type ImportKind } from "./import-targets.ts";

/** A column with the values of the first rows; of CSV they are text. */
export type SampledColumn = { name: string; samples: readonly unknown[] };

/** Names as they are compared: `User ID`, `user_id`, `userId` are one. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\d]/gu, "");

/** What columns are called elsewhere, best first. */
const names = {
  messageId: ["messageid", "insertid", "eventid", "eventuuid", "uuid"],
  userId: [
    "userid",
    "uid",
    "distinctid",
    "useridentifier",
    "externalid",
    "customerid",
    "contactid",
    "memberid",
    "personid",
    "customerno",
    "customernr",
    "customernumber",
    "memberno",
    "membernumber",
    "userno",
    "usernumber",
    "clientno",
    "clientnumber",
  ],
  anonymousId: ["anonymousid", "anonid", "visitorid", "deviceid", "clientid", "cookieid"],
  groupId: ["groupid", "accountid", "companyid", "organizationid", "organisationid", "orgid", "workspaceid", "teamid", "tenantid"],
  email: ["email", "emailaddress", "mail", "useremail", "contactemail"],
  event: ["event", "eventname", "eventtype", "action", "activity", "what", "whathappened"],
  eventTime: [
    "timestamp",
    "eventtime",
    "originaltimestamp",
    "occurredat",
    "happenedat",
    "recordedat",
    "loggedat",
    "when",
    "time",
    "createdat",
    "datetime",
    "date",
    "eventdate",
    "ts",
    "sentat",
    "receivedat",
  ],
  stateTime: ["timestamp", "updatedat", "lastmodified", "modifiedat"],
} as const;

/** Traits that we know by one name, and what headings of tables call them. */
const traitNames = {
  email: names.email,
  name: ["name", "fullname", "displayname", "contactname", "companyname", "accountname"],
  firstName: ["firstname", "givenname", "forename"],
  lastName: ["lastname", "surname", "familyname"],
  phone: ["phone", "phonenumber"],
} as const;

/** In context, where files of events often have them. */
const contextOf = new Map([
  ["useragent", "context.userAgent"],
  ["locale", "context.locale"],
  ["timezone", "context.timezone"],
  ["ip", "context.ip"],
  ["sessionid", "context.sessionId"],
]);

/** Digits that are no quantity: as numbers they would lose their zeros, or their plus. */
const codes = new Set([
  "id",
  "phone",
  "mobile",
  "fax",
  "zip",
  "postal",
  "zipcode",
  "postcode",
  "sku",
  "iban",
  "vat",
  "version",
  "barcode",
  "code",
]);
const lastWord = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .at(-1) ?? "";

const named = (columns: readonly SampledColumn[], wanted: readonly string[], fits: (column: SampledColumn) => boolean = () => true) =>
  wanted.flatMap((name) => columns.filter((column) => plain(column.name) === name && fits(column)))[0];

const stated = (column: SampledColumn): unknown[] =>
  column.samples.filter((value) => value !== null && value !== undefined && value !== "");
const areAll = (column: SampledColumn, is: (value: unknown) => boolean): boolean => stated(column).length > 0 && stated(column).every(is);
/** Most of them: one bad cell says nothing about a column. */
const holdTimes = (column: SampledColumn): boolean => {
  const values = stated(column);
  return values.length > 0 && values.filter((value) => readTime(value) !== null).length >= values.length / 2;
};
const holdObjects = (column: SampledColumn): boolean => areAll(column, (value) => "value" in readObjectCell(value));

/** When something happened: by a name that says so, else the first date of the table, such as `Order date`; but not one that tells of somebody, or of a time to come. */
const timeOfEvent = (columns: readonly SampledColumn[]): SampledColumn | undefined =>
  named(columns, names.eventTime, holdTimes) ??
  columns.find((column) => /(date|time)$/.test(plain(column.name)) && !ofSomethingElse.test(plain(column.name)) && holdTimes(column));
const ofSomethingElse = /birth|renew|expir|signup|join|updat|modif|duedate|enddate/;

/** What a file is about, by its columns, and where they leave it open by its name. */
export function guessKind(columns: readonly SampledColumn[], fileName: string): ImportKind {
  if (named(columns, names.event) && timeOfEvent(columns)) return "events";
  const title = plain(fileName);
  if (/event|track|activit/.test(title)) return "events";
  if (/account|compan|organi[sz]ation|tenant/.test(title)) return "accounts";
  if (/people|person|user|contact|customer|lead|member/.test(title)) return "people";
  if (named(columns, names.userId) || named(columns, names.email)) return "people";
  return named(columns, names.groupId) ? "accounts" : "people";
}

/** A first mapping: what the names and the first values make likely. Everything else goes to properties or traits; nothing is left out. */
export function guessMapping(kind: ImportKind, columns: readonly SampledColumn[]): ImportMapping {
  const chosen = new Map<SampledColumn, string>();
  const choose = (target: string, column: SampledColumn | undefined) => {
    if (column && !chosen.has(column) && ![...chosen.values()].includes(target)) chosen.set(column, target);
  };
  choose("messageId", named(columns, names.messageId));
  choose("userId", named(columns, names.userId) ?? (kind === "people" ? named(columns, ["id", "user"]) : undefined));
  choose("anonymousId", named(columns, names.anonymousId));
  choose(
    "groupId",
    named(columns, names.groupId) ??
      (kind === "accounts"
        ? named(columns, ["id", "key", "account", "company", "organization", "organisation", "domain", "name"])
        : undefined),
  );
  if (kind === "people") choose("email", named(columns, names.email));
  if (kind === "events") {
    choose(
      "type",
      named(columns, ["type", "messagetype"], (column) => areAll(column, (value) => messageTypes.some((type) => type === value))),
    );
    choose("event", named(columns, names.event) ?? ([...chosen.values()].includes("type") ? undefined : named(columns, ["name"])));
    if ([...chosen.values()].includes("type")) choose("name", named(columns, ["name"]));
    choose("previousId", named(columns, ["previousid"]));
    choose(
      "context.channel",
      named(columns, ["channel"], (column) => areAll(column, (value) => channels.some((channel) => channel === value))),
    );
  }
  choose("timestamp", kind === "events" ? timeOfEvent(columns) : named(columns, names.stateTime, holdTimes));
  const used = new Set(chosen.values());
  return columns.map((column) => {
    const target = chosen.get(column) ?? restTarget(kind, column, used);
    used.add(target);
    return { column: column.name, target, type: typeFor(column, target) };
  });
}

/** `properties.x` stays what it says; a whole object too; all others keep their name, in properties or traits. */
function restTarget(kind: ImportKind, column: SampledColumn, used: ReadonlySet<string>): string {
  const { name } = column;
  const rest = restObject(kind);
  const isFree = (target: string) => isTarget(kind, target) && ![...used].some((other) => clash(target, other));
  if (isObjectTarget(name)) return isFree(name) && holdObjects(column) ? name : unused(`${rest}.${name}`, isFree);
  const inContext = kind === "events" ? contextOf.get(plain(name)) : undefined;
  if (inContext !== undefined && isFree(inContext)) return inContext;
  if (isObjectTarget(name.split(".")[0] as string) && isFree(name)) return name;
  const known = kind === "events" ? undefined : knownTrait(name);
  if (known !== undefined && isFree(`${rest}.${known}`)) return `${rest}.${known}`;
  return unused(`${rest}.${name}`, isFree);
}

/** The trait by which people and accounts are known, where a heading means it: a name as programs write it (`first_name`) stays, since sources may send it too. */
function knownTrait(name: string): string | undefined {
  const heading = /^\p{Lu}|\s/u.test(name);
  return Object.keys(traitNames).find(
    (trait) => (trait === "email" || heading) && traitNames[trait as keyof typeof traitNames].some((other) => other === plain(name)),
  );
}

/** Whether both cannot be: they are the same, or one is a value where the other needs an object. */
const clash = (a: string, b: string): boolean =>
  a === b || (!isObjectTarget(b) && a.startsWith(`${b}.`)) || (!isObjectTarget(a) && b.startsWith(`${a}.`));

/** The target itself if it can be used; else a name that can. */
function unused(target: string, isFree: (target: string) => boolean): string {
  if (isFree(target)) return target;
  const [object = "", ...path] = target.split(".");
  const base = `${object}.${path.join(" ").replace(/\s+/g, " ").trim().slice(0, 150) || "column"}`;
  const safe = isFree(base) ? base : `${base} column`;
  for (let count = 2; ; count++) if (isFree(count === 2 ? safe : `${safe} ${count}`)) return count === 2 ? safe : `${safe} ${count}`;
}

const typeFor = ({ name, samples }: SampledColumn, target: string): ValueType =>
  target.includes(".") && codes.has(lastWord(name)) && samples.every((value) => typeof value === "string") ? "string" : "auto";
