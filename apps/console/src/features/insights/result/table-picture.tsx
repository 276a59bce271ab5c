import classes from "./table-picture.module.css";

/** `width` in pixels; all but the first column stand at its right. */
export type PictureColumn = { title: string; width: number };
/** `shade`: how strong the colour behind it is, 0…1; `bar`: a bar as long as this share, 0…1, in place of text. */
export type PictureCell = { text: string; shade?: number } | { bar: number };

const [rowHeight, headHeight, margin, padding] = [30, 34, 16, 8];
/** Letters of this size are about so wide. */
const letter = 7;

/** A table as one drawing: the PNG of results that are no chart. It lies outside what is seen and read. */
export function TablePicture({ columns, rows }: { columns: readonly PictureColumn[]; rows: readonly (readonly PictureCell[])[] }) {
  const lefts = columns.map((_, index) => columns.slice(0, index).reduce((sum, { width }) => sum + width, 0));
  const width = columns.reduce((sum, column) => sum + column.width, 0) + 2 * margin;
  const height = headHeight + rows.length * rowHeight + 2 * margin;
  const text = (content: string, index: number) => {
    const room = Math.floor(((columns[index]?.width ?? 0) - padding) / letter);
    return content.length > room ? `${content.slice(0, room - 1)}…` : content;
  };
  const at = (index: number) =>
    index === 0 ? { x: 0 } : { x: (lefts[index] ?? 0) + (columns[index]?.width ?? 0) - padding, textAnchor: "end" as const };
  return (
    <svg
      className={classes.picture}
      data-picture
      aria-hidden="true"
      width={width}
      height={height}
      viewBox={`${-margin} ${-margin} ${width} ${height}`}
    >
      {columns.map(({ title }, index) => (
        <text key={index} {...at(index)} y={headHeight / 2} className={classes.head}>
          {text(title, index)}
        </text>
      ))}
      {rows.map((row, y) => (
        <g key={y} transform={`translate(0 ${headHeight + y * rowHeight})`}>
          {row.map((cell, index) => {
            const [left, columnWidth] = [lefts[index] ?? 0, columns[index]?.width ?? 0];
            if ("bar" in cell)
              return (
                <rect
                  key={index}
                  className={classes.bar}
                  x={left}
                  y={10}
                  height={8}
                  rx={4}
                  width={Math.max(0, cell.bar) * (columnWidth - padding)}
                />
              );
            return (
              <g key={index}>
                {cell.shade ? (
                  <rect
                    className={classes.bar}
                    x={left + 1}
                    y={1}
                    width={columnWidth - 2}
                    height={rowHeight - 2}
                    rx={5}
                    opacity={cell.shade}
                  />
                ) : null}
                <text {...at(index)} y={rowHeight / 2 + 4}>
                  {text(cell.text, index)}
                </text>
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}
