import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const messagesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/messages",
  component: lazyRouteComponent(() => import("./log/messages-page.tsx"), "MessagesPage"),
});
const templatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/messages/templates",
  component: lazyRouteComponent(() => import("./templates/templates-page.tsx"), "TemplatesPage"),
});
const templateRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/messages/templates/$templateKey",
  component: lazyRouteComponent(() => import("./templates/template-page.tsx"), "TemplatePage"),
  errorComponent: lazyRouteComponent(() => import("./templates/template-failed.tsx"), "TemplateFailed"),
});

export const messagesRoutes = [messagesRoute, templatesRoute, templateRoute] as const;
