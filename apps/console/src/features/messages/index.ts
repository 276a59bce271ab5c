/** What other features of the console may use of messages. */
export { FlowMessagePreview } from "./flow-message-preview.tsx";
export { PersonMessages } from "./person-messages.tsx";
export { stepOfTask } from "./step-of-touch.ts";
export { TouchPreview } from "./touch-preview.tsx";
/** The page of settings about channels, loaded when it is opened. */
export const channelsPage = () => import("./channels/channels-page.tsx");
