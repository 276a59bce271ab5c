export { createAccountStage, recountPeople } from "./apply-accounts.ts";
export { accountSorts, findAccount, listAccounts, rolesIn, toAccount, type AccountSort } from "./accounts.store.ts";
