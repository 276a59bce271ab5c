import classes from "./journeys.module.css";

/** Who answers for something: initials in a circle with the name beside it; “nobody” bleeds where somebody should. */
export function OwnerMark({ owner, isNeeded = false }: { owner: string | null; isNeeded?: boolean }) {
  if (owner === null || owner.trim() === "") return <span className={isNeeded ? classes.nobody : "faint"}>nobody</span>;
  const initials = owner
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase())
    .filter((letter) => letter !== "")
    .slice(0, 2)
    .join("");
  return (
    <span className={classes.owner}>
      <i aria-hidden="true" data-initials={initials} />
      <span className="truncate">{owner}</span>
    </span>
  );
}
