import classes from "./tile.module.css";
import { readText } from "./read-text.ts";

/** A tile of words. */
export function TextTile({ text }: { text: string }) {
  return (
    <div className={classes.text}>
      {readText(text).map((block, index) =>
        block.kind === "heading" ? (
          <h2 key={index}>{block.text}</h2>
        ) : block.kind === "list" ? (
          <ul key={index}>
            {block.items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        ) : (
          <p key={index}>{block.text}</p>
        ),
      )}
    </div>
  );
}
