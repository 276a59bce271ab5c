import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/** Only what a moment may heal: a refusal stays one, and what broke breaks again. */
const isTransient = (error: Error) => error instanceof ApiError && error.code === "unavailable";

const retryMs = 500;

/** `onSignedOut` is called when any call finds that nobody is signed in any more. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ApiError && error.code === "unauthenticated") onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 1 && isTransient(error),
        retryDelay: retryMs,
        // The server may run on this machine, which needs no network.
        networkMode: "always",
        refetchOnReconnect: true,
      },
      mutations: { networkMode: "always" },
    },
  });
}
