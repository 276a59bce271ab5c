export { createAccountStage, recountPeople } from "./apply-accounts.ts";
export { findAccounts } from "./find-accounts.ts";
export { findAccount, listAccounts, rolesIn, toAccount, type AccountSort } from "./accounts.store.ts";
