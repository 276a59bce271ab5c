import { Link } from "@tanstack/react-router";
import type { ComponentPropsWithoutRef } from "react";

type TextLinkProps = Omit<ComponentPropsWithoutRef<"a">, "href"> & {
  /** A path inside the console, with its search string if any: `/people/p_…`. */
  to: string;
};

/** A link to a page of the console by its address. Preloads on hover. */
export function TextLink({ to, ...anchor }: TextLinkProps) {
  const [pathname = "/", query] = to.split("?");
  return <Link to={pathname} search={query ? Object.fromEntries(new URLSearchParams(query)) : undefined} {...anchor} />;
}
