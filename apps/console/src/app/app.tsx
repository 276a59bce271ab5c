import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
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

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto" colorSchemeManager={colorScheme} getStyleNonce={styleNonce}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notifications position="bottom-right" limit={4} autoClose={5000} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
