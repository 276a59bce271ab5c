import { SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { TemplateContent, TemplatePreview } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { Card } from "../../../ui/card.tsx";
import { Status } from "../../../ui/chip.tsx";
import type { ListState } from "../../../ui/data-table/use-list-state.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { JsonField } from "../../../ui/json-field/json-field.tsx";
import { parseJsonObject } from "../../../ui/json-field/parse-json-object.ts";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { PersonField } from "../../tasks/index.ts";
import classes from "../messages.module.css";
import { RenderedView } from "../rendered-view.tsx";
import { localeName } from "./edit-content.ts";

type PreviewPaneProps = {
  content: TemplateContent;
  locale: string;
  state: ListState;
  /** Properties of the event that let them in, as JSON. */
  event: string;
  onEvent: (json: string) => void;
};

/** How a given person gets what is being edited, what it reads of them, and what is wrong with it. */
export function PreviewPane({ content, locale, state, event, onEvent }: PreviewPaneProps) {
  const [shown] = useDebouncedValue(content, 350);
  const [width, setWidth] = useState<"wide" | "phone">("wide");
  const [chosen, setChosen] = useState<"open" | "theirs">("open");
  const person = state.filter("as");
  const [sentEvent] = useDebouncedValue(event, 500);
  const { data, error, refetch, isPlaceholderData } = useQuery(
    api.messages.preview.queryOptions({
      input: {
        content: shown,
        person,
        context: contextOf(sentEvent),
        ...(chosen === "open" || person === undefined ? { locale } : {}),
      },
      placeholderData: keepPreviousData,
      staleTime: 10_000,
      retry: false,
    }),
  );
  return (
    <div className={classes.preview}>
      <Card
        title="How they get it"
        hint={data?.rendered ? localeName(data.rendered.locale) : undefined}
        actions={
          content.channel === "email" ? (
            <SegmentedControl
              size="xs"
              aria-label="Width"
              data={[
                { value: "wide", label: "Desktop" },
                { value: "phone", label: "Phone" },
              ]}
              value={width}
              onChange={(value) => setWidth(value === "phone" ? "phone" : "wide")}
            />
          ) : null
        }
      >
        <div className={classes.details}>
          <PersonField value={person ?? null} onChange={(id) => state.set({ as: id ?? undefined })} />
          {person === undefined ? null : (
            <SegmentedControl
              size="xs"
              aria-label="In which language"
              data={[
                { value: "open", label: `In ${localeName(locale)}` },
                { value: "theirs", label: "In theirs" },
              ]}
              value={chosen}
              onChange={(value) => setChosen(value === "theirs" ? "theirs" : "open")}
            />
          )}
          {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
          {!data && !error ? <LinesSkeleton lines={8} /> : null}
          {data ? (
            <div className={classes.details} aria-busy={isPlaceholderData}>
              <Issues issues={data.issues} />
              {data.rendered ? (
                <RenderedView rendered={data.rendered} width={width} height="tall" />
              ) : (
                <p className="dim">It cannot be rendered as it is.</p>
              )}
            </div>
          ) : null}
        </div>
      </Card>
      <Card title="What let them in" hint="properties of the event, for what the template reads of it">
        <JsonField label="Properties, as JSON" value={event} rows={4} onChange={onEvent} />
      </Card>
      {data ? <Variables variables={data.variables} withPerson={person !== undefined} /> : null}
    </div>
  );
}

/** What a message is rendered with, of the properties that were typed; nothing of what is no JSON object yet. */
export function contextOf(event: string): Record<string, unknown> {
  const parsed = parseJsonObject(event);
  return "problem" in parsed ? {} : { event: { properties: parsed.value } };
}

function Issues({ issues }: Pick<TemplatePreview, "issues">) {
  if (issues.length === 0) return null;
  return (
    <ul className={classes.issues} aria-label="What is wrong">
      {issues.map(({ severity, field, line, message }) => (
        <li key={`${field} ${line} ${message}`}>
          <Status tone={severity === "error" ? "bleed" : "warn"}>{severity === "error" ? "Error" : "Look"}</Status>
          <span>
            {message}{" "}
            <span className="dim small">
              {field.replace(/^locales\./, "")}
              {line === null ? "" : `, line ${line}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What it reads, and what it finds: what is missing first. */
function Variables({ variables, withPerson }: Pick<TemplatePreview, "variables"> & { withPerson: boolean }) {
  const missing = variables.filter((one) => one.missing).length;
  return (
    <Card
      title="What it reads"
      hint={withPerson ? (missing === 0 ? "all of it is there" : `${missing} missing for them`) : "pick a person to see what it finds"}
    >
      {variables.length === 0 ? <p className="dim small">Nothing of the person: it says the same to everybody.</p> : null}
      <table className={classes.variables}>
        <tbody>
          {variables
            .toSorted((a, b) => Number(b.missing) - Number(a.missing))
            .map(({ path, guarded, value, missing: isMissing }) => (
              <tr key={path}>
                <th scope="row">
                  <code>{path}</code>
                </th>
                <td>
                  {isMissing ? (
                    <span className={guarded ? "dim" : classes.bleeds}>{guarded ? "missing, and provided for" : "missing"}</span>
                  ) : (
                    <span className={classes.value}>{typeof value === "string" ? value : JSON.stringify(value)}</span>
                  )}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Card>
  );
}
