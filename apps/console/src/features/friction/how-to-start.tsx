import { IconHandClick } from "@tabler/icons-react";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import classes from "./friction.module.css";

/** No friction was ever told of: how to have it detected. */
export function HowToStart() {
  const host = window.location.origin;
  return (
    <EmptyState
      title="No friction in this time"
      icon={<IconHandClick size={28} stroke={1.5} />}
      action={<LinkButton to="/data/sources">See the sources</LinkButton>}
    >
      <p>
        Rage and dead clicks, errors, abandoned forms and slow pages are detected by the browser SDK where a site asks for it. It loads a
        second file of 6 KB; what people type is never read.
      </p>
      <div className={classes.snippets}>
        <CodeBlock
          label="Script tag with friction"
          title="In the head of every page"
          code={`<script\n  async\n  src="${host}/sdk/throughline.js"\n  data-write-key="wk_…"\n  data-friction="true"\n></script>`}
        />
        <CodeBlock
          label="Module with friction"
          title="Or where the module is started"
          code={`init({\n  writeKey: "wk_…",\n  host: "${host}",\n  friction: true,\n});`}
        />
      </div>
    </EmptyState>
  );
}
