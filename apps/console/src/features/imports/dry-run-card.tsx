import type { Import } from "@throughline/contract";
import { Card } from "../../ui/card.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import classes from "./imports.module.css";
import { Failures } from "./progress-card.tsx";

/** What a dry run found: how many rows would be taken, and the first that could not. */
export function DryRunCard({ item, dryRun }: { item: Import; dryRun: NonNullable<Import["dryRun"]> }) {
  return (
    <Card
      title="The check"
      hint={`${plural(dryRun.rows, "row")} read, nothing taken`}
      flush
      actions={dryRun.failed > 0 ? <Failures item={item}>Download what failed</Failures> : null}
    >
      <p className={classes.verdict}>
        {dryRun.failed === 0 ? (
          <>All {plural(dryRun.rows, "row")} can be taken.</>
        ) : (
          <>
            {plural(dryRun.taken, "row")} can be taken, <span className={classes.bleeds}>{formatCount(dryRun.failed)} cannot</span>. Those
            are left out and listed; the rest goes in.
          </>
        )}
      </p>
      {dryRun.firstErrors.length > 0 ? (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label="The first rows that cannot be taken">
          <table className={`${classes.table} ${classes.errors}`}>
            <thead>
              <tr>
                <th scope="col" className={classes.rowNumber}>
                  Row
                </th>
                <th scope="col" className={classes.field}>
                  Field
                </th>
                <th scope="col">Why not</th>
              </tr>
            </thead>
            <tbody>
              {dryRun.firstErrors.map(({ row, field, message }, i) => (
                <tr key={`${row} ${i}`}>
                  <td className="numbers">
                    <span className={classes.rowWord}>Row </span>
                    {formatCount(row)}
                  </td>
                  <td>{field ? <code>{field}</code> : <span className="faint">the row</span>}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Card>
  );
}
