import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { apiRoutes } from "./build/api-routes.ts";
import { rolePermissionsModule } from "./build/role-permissions.ts";
import { firstLoadBudget } from "./build/first-load-budget.ts";
import { precompress } from "./build/precompress.ts";
import { mockServer } from "./mock/mock-server.ts";

/** `npx vite --mode mock` serves the console against an in-memory server; otherwise requests go to a running one. */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [react(), apiRoutes(), rolePermissionsModule(), precompress(), firstLoadBudget(), ...(mode === "mock" ? [mockServer()] : [])],
  server: {
    proxy:
      mode === "mock"
        ? undefined
        : { "^/(api|v1|sdk|healthz|readyz)(/|$)": { target: process.env["THROUGHLINE_URL"] ?? "http://127.0.0.1:4400", xfwd: true } },
  },
  build: {
    outDir: "dist",
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
            {
              name: "router",
              test: /node_modules\/@tanstack\/(react-router|router-core|history|react-query|query-core|react-store|store)\//,
              priority: 2,
            },
          ],
        },
      },
    },
  },
}));
