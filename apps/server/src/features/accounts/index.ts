export { createAccountStage, recountPeople } from "./apply-accounts.ts";
