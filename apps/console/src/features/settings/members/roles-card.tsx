import type { Permission, Role } from "@throughline/contract";
import { IconCheck } from "@tabler/icons-react";
import rolePermissions from "virtual:role-permissions";
import { Card } from "../../../ui/card.tsx";
import { permissionWords, roleWords } from "../role-words.ts";
import classes from "../settings.module.css";

const roles = Object.keys(roleWords) as Role[];

/** What each role may do, line by line. */
export function RolesCard() {
  return (
    <Card title="What each role may do" flush>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="What each role may do, as a table">
        <table className={classes.matrix}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Permission</span>
              </th>
              {roles.map((role) => (
                <th key={role} scope="col" title={roleWords[role]}>
                  {role}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(Object.entries(permissionWords) as [Permission, string][]).map(([permission, words]) => (
              <tr key={permission}>
                <th scope="row">{words}</th>
                {roles.map((role) => (
                  <td key={role}>
                    {rolePermissions[role].includes(permission) ? (
                      <IconCheck size={15} stroke={2.2} aria-label="yes" role="img" />
                    ) : (
                      <span className="visually-hidden">no</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={`${classes.note} dim small`}>Admins can do all of this, but only an owner makes, changes or removes owners.</p>
    </Card>
  );
}
