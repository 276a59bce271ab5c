import { implement } from "@orpc/server";
import { apiContract } from "@throughline/contract";
import type { Access } from "../auth/access.ts";

/** What each API handler gets. */
export type ApiContext = { access: Access; requestId: string; headers: Record<string, string | string[] | undefined> };

/** The contract, ready to be implemented: `api.people.list.handler(…)`. */
export const api = implement(apiContract).$context<ApiContext>();
