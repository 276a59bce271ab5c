import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useAnyMessage } from "./notify.ts";
import { createQueryClient } from "./query-client.ts";
import { createAppRouter } from "./router.tsx";
import { styleNonce } from "./style-nonce.ts";
import { cssVariablesResolver, theme } from "./theme/theme.ts";

const colorScheme = localStorageColorSchemeManager({ key: "throughline.theme" });

const queryClient = createQueryClient(() => {
  const { pathname, href } = router.state.location;
  if (pathname.startsWith("/sign-in") || pathname.startsWith("/invite")) return;
  queryClient.clear();
  void router.navigate({ to: "/sign-in", search: { return: href } });
});
const router = createAppRouter(queryClient);

const Messages = lazy(() => import("./messages.tsx"));

export function App() {
  const anyMessage = useAnyMessage();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Suspense>{anyMessage ? <Messages /> : null}</Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
