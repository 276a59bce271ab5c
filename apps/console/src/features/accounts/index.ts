/** What other features of the console may use of accounts. */
export { accountColumns } from "./accounts-columns.tsx";
export { PickAccount } from "./pick-account.tsx";
