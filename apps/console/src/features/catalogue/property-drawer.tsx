import { Table } from "@mantine/core";
import { formatCount, formatShare } from "../../ui/format-number.ts";
import { JsonView } from "../../ui/json-view.tsx";
import { KeyValue } from "../../ui/key-value.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import type { Property } from "./catalogue-query.ts";
import classes from "./catalogue.module.css";
import { describeConflict, strayTypes, typeShares } from "./describe-types.ts";

/** All that is known of one property: types with counts, what a conflict means, an example. */
export function PropertyDrawer({ property, of, onClose }: { property: Property | undefined; of: number | null; onClose: () => void }) {
  return (
    <SideDrawer
      opened={property !== undefined}
      onClose={onClose}
      title={property ? <code className={classes.drawerTitle}>{property.name}</code> : ""}
    >
      {property ? (
        <div className={classes.drawer}>
          {property.conflict ? <p className={classes.conflict}>{describeConflict(property)}</p> : null}
          <KeyValue
            items={[
              {
                label: "Seen",
                value:
                  of === null
                    ? formatCount(property.count)
                    : `${formatCount(property.count)}, on ${formatShare(Math.min(1, property.count / Math.max(1, of)))} of the events`,
              },
              { label: "First seen", value: <TimeAgo at={property.firstSeen} /> },
              { label: "Last seen", value: <TimeAgo at={property.lastSeen} /> },
            ]}
          />
          <Table className="numbers" verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Type</Table.Th>
                <Table.Th ta="end">Values</Table.Th>
                <Table.Th ta="end">Share</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {typeShares(property).map(({ type, count, share }) => (
                <Table.Tr key={type} className={strayTypes(property).includes(type) ? classes.stray : undefined}>
                  <Table.Td>{type}</Table.Td>
                  <Table.Td ta="end">{formatCount(count)}</Table.Td>
                  <Table.Td ta="end">{formatShare(share)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <div>
            <h3 className={classes.heading}>Example</h3>
            <JsonView value={property.example} label={`An example of ${property.name}`} />
          </div>
        </div>
      ) : null}
    </SideDrawer>
  );
}
