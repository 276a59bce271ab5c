export { createKeys, type Keys } from "./channels/keys.ts";
export { messageRoutes } from "./messages.routes.ts";
export { queueMessages, type NewMessage } from "./queue-messages.ts";
export { createMjmlCompiler, type MjmlCompiler } from "./render/compile-mjml.ts";
export { createMessageSender, type MessageSender } from "./sending/message-sender.ts";
export { readTemplateNames } from "./templates/templates.store.ts";
