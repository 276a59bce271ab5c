/** What other features of the console may use of asking: the box. */
export { AskBox } from "./ask-box.tsx";
