import { useEffect, type ReactNode } from "react";
import classes from "./page.module.css";

type PageProps = {
  title: string;
  /** One quiet line under the title: what is shown, how fresh it is. */
  description?: ReactNode;
  /** Beside the title: chips that say what this is. */
  badges?: ReactNode;
  actions?: ReactNode;
  /** `narrow` for forms and text, `wide` (default) for tables and charts. */
  width?: "narrow" | "wide";
  children: ReactNode;
};

/** The frame of every page: title, what it says in one line, what can be done. Sets the document title. */
export function Page({ title, description, badges, actions, width = "wide", children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Throughline`;
  }, [title]);
  return (
    <div className={classes.page} data-width={width}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <div className={classes.titleRow}>
            <h1>{title}</h1>
            {badges}
          </div>
          {description ? <div className={`${classes.description} dim small`}>{description}</div> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}
