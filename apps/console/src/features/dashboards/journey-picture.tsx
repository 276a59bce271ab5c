import { formatCount, formatShare } from "../../ui/format-number.ts";
import type { JourneyColumn, JourneyPath } from "./draw-journey.ts";
import classes from "./journey-tile.module.css";

const [column, bars, texts, margin, line] = [150, 220, 90, 16, 18];
const longest = 22;

/** The tile as one drawing, with what stands below its stages: the PNG. It lies outside what is seen and read. */
export function JourneyPicture({ columns, paths }: { columns: readonly JourneyColumn[]; paths: readonly JourneyPath[] }) {
  const [width, height] = [columns.length * column + 2 * margin, bars + texts + 2 * margin];
  return (
    <svg
      className={classes.picture}
      data-picture
      aria-hidden="true"
      width={width}
      height={height}
      viewBox={`${-margin} ${-margin} ${width} ${height}`}
    >
      <g transform={`scale(${column / 100} ${bars / 100})`}>
        {paths.map(({ kind, d }) => (
          <path key={`${kind} ${d}`} className={classes[kind]} d={d} />
        ))}
      </g>
      {columns.map(({ key, name, came, wentOn, dropped }, index) => (
        <g key={key} transform={`translate(${index * column} ${bars + 22})`}>
          <text className={classes.pictureCount}>{formatCount(came)}</text>
          <text y={line}>{name.length > longest ? `${name.slice(0, longest - 1)}…` : name}</text>
          {wentOn === null ? null : (
            <text y={2 * line} className={classes.pictureShare}>
              {formatShare(wentOn)} go on
            </text>
          )}
          {dropped > 0 ? (
            <text y={3 * line} className={classes.pictureDropped}>
              {formatCount(dropped)} drop out
            </text>
          ) : null}
        </g>
      ))}
    </svg>
  );
}
