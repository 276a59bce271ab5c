import { personIdOf } from "@throughline/contract";
import { sql } from "kysely";
import { stretchesOf } from "../../identity/index.ts";
import type { Db } from "../messages-deps.ts";
import { toLocale } from "./locale.ts";

/** Whom a message is for, as they are known now. */
export type Recipient = {
  personId: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  pushToken: string | null;
  locale: string | null;
  /** Of each purpose the latest answer. */
  consents: { purpose: string; granted: boolean; at: number }[];
  /** `person` and `account` of a template. */
  scope: { person: Record<string, unknown>; account: Record<string, unknown> | null };
};

type Row = {
  profileId: string;
  personId: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  traits: Record<string, unknown>;
  userId: string | null;
  accountKey: string | null;
  accountName: string | null;
  accountTraits: Record<string, [value: unknown, ...rest: unknown[]]> | null;
};

const pushTraits = ["pushToken", "deviceToken"];
const textOrNull = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** The people behind profiles, each at a time: of a shared device whoever had it then. Who is gone is left out. */
export async function loadRecipients(
  db: Db,
  workspaceId: string,
  profiles: readonly { profileId: string; at: Date }[],
): Promise<Map<string, Recipient>> {
  if (profiles.length === 0) return new Map();
  const { rows } = await sql<Row>`
    SELECT w.profile_id AS "profileId", p.id AS "personId", p.name, p.email, p.phone, p.traits, a.key AS "accountKey", a.name AS "accountName", a.traits AS "accountTraits",
      (SELECT u.value FROM profile u WHERE u.workspace_id = p.workspace_id AND u.person_id = p.id AND u.kind = 'userId' ORDER BY u.first_seen, u.id LIMIT 1) AS "userId"
    FROM unnest(${profiles.map(({ profileId }) => profileId)}::bigint[], ${profiles.map(({ at }) => at.toISOString())}::timestamptz[]) AS w(profile_id, at)
    JOIN profile f ON f.workspace_id = ${workspaceId} AND f.id = w.profile_id
    JOIN person p ON p.workspace_id = f.workspace_id AND p.id = coalesce(
      (SELECT o.person_id FROM person_override o WHERE f.split AND o.workspace_id = f.workspace_id AND o.profile_id = f.id AND NOT o.deleted
        AND o.from_ms <= extract(epoch FROM w.at) * 1000 ORDER BY o.from_ms DESC LIMIT 1), f.person_id)
    LEFT JOIN account a ON a.workspace_id = p.workspace_id AND a.id = p.account_id`.execute(db);
  const consents = await readConsents(db, workspaceId, [...new Set(rows.map(({ personId }) => personId))]);
  return new Map(rows.map((row) => [row.profileId, toRecipient(row, consents.get(row.personId) ?? [])]));
}

function toRecipient(row: Row, consents: Recipient["consents"]): Recipient {
  const { personId, name, email, phone, traits, userId } = row;
  const account =
    row.accountKey === null
      ? null
      : {
          ...Object.fromEntries(Object.entries(row.accountTraits ?? {}).map(([trait, [value]]) => [trait, value])),
          key: row.accountKey,
          name: row.accountName,
        };
  return {
    personId,
    name,
    email,
    phone,
    pushToken: pushTraits.map((trait) => textOrNull(traits[trait])).find((token) => token !== null) ?? null,
    locale: toLocale(traits["locale"]) ?? toLocale(traits["language"]),
    consents,
    scope: { person: { ...traits, id: personIdOf(personId), userId, name, email, phone, traits }, account },
  };
}

async function readConsents(db: Db, workspaceId: string, personIds: readonly string[]): Promise<Map<string, Recipient["consents"]>> {
  const { rows } = await sql<{ personId: string; purpose: string; granted: boolean; at: Date }>`
    SELECT DISTINCT ON (s.person_id, c.purpose) s.person_id AS "personId", c.purpose, c.granted, c.at
    FROM (${stretchesOf(workspaceId, personIds)}) s JOIN consent c ON c.workspace_id = ${workspaceId} AND c.profile_id = s.profile_id
      AND c.at >= to_timestamp(s.from_ms / 1000.0) AND (s.until_ms IS NULL OR c.at < to_timestamp(s.until_ms / 1000.0))
    ORDER BY s.person_id, c.purpose, c.at DESC, c.message_id DESC`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ personId }) => personId)].map(([personId, theirs]) => [
      personId,
      theirs.map(({ purpose, granted, at }) => ({ purpose, granted, at: at.getTime() })),
    ]),
  );
}
