import type { Import } from "@throughline/contract";
import { formatCount } from "../../ui/format-number.ts";
import classes from "./imports.module.css";

/** The server has lost the file before the end of it: why nothing goes on, and what does. */
export function FileGone({ item }: { item: Import }) {
  return (
    <p role="alert" className={classes.error}>
      The uploaded file is gone from the server, so this import cannot go on. Upload the file again
      {item.rowsTaken > 0
        ? `: the ${formatCount(item.rowsTaken)} rows that were taken stay, and are not taken twice.`
        : "; nothing of it was taken yet."}
    </p>
  );
}
