import { IconExternalLink } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { version } from "../../../package.json";
import { Card } from "../../ui/card.tsx";
import { KeyValue } from "../../ui/key-value.tsx";
import { Page } from "../../ui/page.tsx";
import classes from "./settings.module.css";

/** Which version this is, and where to read on. */
export function AboutPage() {
  return (
    <Page title="About" width="narrow">
      <Card>
        <KeyValue
          items={[
            { label: "Throughline", value: <span className="numbers">{version}</span> },
            { label: "Address", value: <code>{window.location.origin}</code> },
            { label: "Licence", value: "MIT" },
          ]}
        />
      </Card>
      <Card title="To read">
        <ul className={classes.links}>
          <Outside href="/api/reference" title="API reference">
            Every endpoint, with its fields, to try out.
          </Outside>
          <Outside href="/api/v1/openapi.json" title="OpenAPI document">
            The same for programs: generate a client from it.
          </Outside>
          <li>
            <b>Guides</b>
            <p className="dim small">
              In the folder that Throughline was started from: <code>docs/collect.md</code> sending events, <code>docs/import.md</code>{" "}
              importing files, <code>docs/settings.md</code> every setting of the server.
            </p>
          </li>
        </ul>
      </Card>
    </Page>
  );
}

function Outside({ href, title, children }: { href: string; title: string; children: ReactNode }) {
  return (
    <li>
      <a href={href} target="_blank" rel="noreferrer" className={classes.outside}>
        {title} <IconExternalLink size={14} aria-hidden="true" />
        <span className="visually-hidden"> (opens in a new tab)</span>
      </a>
      <p className="dim small">{children}</p>
    </li>
  );
}
