declare module "virtual:api-routes" {
  import type { AnyContractRouter } from "@orpc/contract";
  const routes: AnyContractRouter;
  export default routes;
}

declare module "virtual:role-permissions" {
  import type { Permission, Role } from "@throughline/contract";
  const rolePermissions: Record<Role, readonly Permission[]>;
  export default rolePermissions;
}
