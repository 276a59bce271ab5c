import type { Source } from "@throughline/contract";
import { IconActivityHeartbeat } from "@tabler/icons-react";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { Card } from "../../ui/card.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import classes from "./debugger.module.css";
import { testable } from "./testable.ts";
import { toCurl } from "./send-test-event.ts";

/** Nothing has ever arrived: how to send the first event, from here or from a terminal. */
export function NothingArrived({ sources, onTest }: { sources: readonly Source[]; onTest: () => void }) {
  const source = testable(sources)[0];
  if (!source) {
    return (
      <Card>
        <EmptyState
          title="Nothing to listen to yet"
          icon={<IconActivityHeartbeat size={28} stroke={1.5} />}
          action={
            <LinkButton to="/data/sources/new" variant="filled">
              New source
            </LinkButton>
          }
        >
          Events come through a source. Create one, and what it sends shows here the moment it is processed.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <EmptyState
        title="Nothing has arrived yet"
        icon={<IconActivityHeartbeat size={28} stroke={1.5} />}
        action={
          <AllowedButton permission="sources:write" variant="filled" onClick={onTest}>
            Send a test event
          </AllowedButton>
        }
      >
        This page listens. Send an event from here, or paste this into a terminal; it shows within a second.
      </EmptyState>
      <div className={classes.emptyCurl}>
        <CodeBlock
          label="A test event with curl"
          title={`In a terminal, with the key of ${source.name}`}
          code={toCurl(window.location.origin, source.writeKey, { event: "Test Event", userId: "user-42", properties: { from: "curl" } })}
        />
      </div>
    </Card>
  );
}
