import { useEffect, type ReactNode } from "react";
import classes from "./sign-in.module.css";

/** The quiet page around sign-in: name of the product, one panel, one thing to do. */
export function AuthFrame({ title, lead, children, footer }: { title: string; lead?: ReactNode; children: ReactNode; footer?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Throughline`;
  }, [title]);
  return (
    <main className={classes.frame}>
      <div className={classes.brand}>
        <span className={classes.mark} />
        Throughline
      </div>
      <div className={classes.panel}>
        <h1>{title}</h1>
        {lead ? <p className="dim">{lead}</p> : null}
        <div className={classes.body}>{children}</div>
      </div>
      {footer ? <div className={`${classes.footer} dim small`}>{footer}</div> : null}
    </main>
  );
}
