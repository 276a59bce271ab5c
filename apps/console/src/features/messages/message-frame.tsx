import { styleNonce } from "../../app/style-nonce.ts";
import classes from "./messages.module.css";

/** The HTML of a mail in a frame that can run nothing, send nothing and reach nothing of the console. Pictures and type faces of other sites are not loaded. */
export function MessageFrame({
  html,
  title,
  width,
  height,
}: {
  html: string;
  title: string;
  width: "wide" | "phone";
  height: "tall" | "low";
}) {
  return (
    <div className={classes.frame} data-width={width} data-height={height}>
      <iframe title={title} sandbox="" srcDoc={shownHtml(html, styleNonce())} tabIndex={0} />
    </div>
  );
}

/** The console's policy holds in the frame, too: styles need its word, and what it would refuse is left out rather than refused. */
export function shownHtml(html: string, nonce: string): string {
  return html
    .replace(/<link\b[^>]*>/gi, "")
    .replace(/@import[^;]*;/gi, "")
    .replace(/<style\b/gi, `<style nonce="${nonce}"`)
    .replace(
      /(<img\b[^>]*?\bsrc=")(https?:)?\/\/[^"]*"/gi,
      `$1data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"`,
    );
}
