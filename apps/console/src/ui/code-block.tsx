import { CopyButton } from "./copy-button.tsx";
import classes from "./code-block.module.css";

/** Code to read and copy. `label` names it for screen readers. */
export function CodeBlock({ code, label, title }: { code: string; label: string; title?: string }) {
  return (
    <figure className={classes.block}>
      <figcaption className={classes.caption}>
        <span className="dim small">{title ?? label}</span>
        <CopyButton value={code} what={label} />
      </figcaption>
      <pre className={classes.code} tabIndex={0} role="region" aria-label={label}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
