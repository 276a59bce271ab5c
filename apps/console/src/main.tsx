import "@fontsource-variable/inter/index.css";
import "./app/theme/component-styles.ts";
import "./app/theme/tokens.css";
import "./app/theme/global.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { styleNonce } from "./app/style-nonce.ts";

// The scroll lock behind dialogs makes a style sheet of its own and looks for the nonce there.
Object.assign(window, { __webpack_nonce__: styleNonce() });

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
