/** What other features of the console may use of messages. */
export { PersonMessages } from "./person-messages.tsx";
export { TouchPreview } from "./touch-preview.tsx";
/** The page of settings about channels, loaded when it is opened. */
export const channelsPage = () => import("./channels/channels-page.tsx");
