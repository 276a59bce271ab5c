import { Button, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";
import { TextLink } from "./text-link.tsx";
import classes from "./link-button.module.css";

/** A button that goes to a page of the console. */
export function LinkButton({ to, children, ...button }: ButtonProps & { to: string; children: ReactNode }) {
  return (
    <Button {...button} className={classes.link} renderRoot={(props) => <TextLink to={to} {...props} />}>
      {children}
    </Button>
  );
}
