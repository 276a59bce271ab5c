/** Sent with every event as `context.library.version`; a test holds it to package.json. */
export const version = "0.1.0";
