import { SegmentedControl } from "@mantine/core";
import type { RenderedMessage } from "@throughline/contract";
import { useState } from "react";
import { CodeBlock } from "../../ui/code-block.tsx";
import classes from "./messages.module.css";
import { MessageFrame } from "./message-frame.tsx";

type RenderedViewProps = {
  rendered: RenderedMessage;
  width?: "wide" | "phone";
  /** `low` where something else matters below it. */
  height?: "tall" | "low";
};

/** A message as the person gets it: mail in a frame of its own and as plain text, the others as they look where they arrive. */
export function RenderedView({ rendered, width = "wide", height = "low" }: RenderedViewProps) {
  switch (rendered.channel) {
    case "email":
      return <Mail rendered={rendered} width={width} height={height} />;
    case "webhook":
      return <Request request={rendered.request} />;
    case "sms":
      return (
        <div className={classes.phone}>
          <div className={classes.bubble} dir="auto">
            {rendered.text}
          </div>
        </div>
      );
    case "push":
    case "in_app":
      return (
        <div className={classes.phone}>
          <div className={classes.note} dir="auto">
            <strong>{rendered.title}</strong>
            <span>{rendered.text}</span>
            {rendered.actionLabel ? <span className={classes.action}>{rendered.actionLabel}</span> : null}
            {rendered.url ? <span className="faint small">{rendered.url}</span> : null}
          </div>
        </div>
      );
  }
}

function Mail({ rendered: { subject, preheader, html, text }, width, height }: Required<RenderedViewProps>) {
  const [shown, setShown] = useState("html");
  const asText = shown === "text" || html === null;
  return (
    <div className={classes.mail}>
      <div className={classes.mailHead}>
        <div className={classes.subjects} dir="auto">
          <strong>{subject}</strong>
          {preheader ? <span className="dim small"> {preheader}</span> : null}
        </div>
        {html !== null && text !== null ? (
          <SegmentedControl
            size="xs"
            aria-label="Which part"
            data={[
              { value: "html", label: "Designed" },
              { value: "text", label: "Plain text" },
            ]}
            value={shown}
            onChange={setShown}
          />
        ) : null}
      </div>
      {asText ? (
        <pre className={classes.plain} dir="auto" tabIndex={0}>
          {text}
        </pre>
      ) : (
        <MessageFrame html={html} title={subject ?? "Message"} width={width} height={height} />
      )}
    </div>
  );
}

function Request({ request }: { request: RenderedMessage["request"] }) {
  if (request === null) return null;
  const head = [`${request.method} ${request.url}`, ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)].join(
    "\n",
  );
  return <CodeBlock label="The request" code={request.body === null ? head : `${head}\n\n${request.body}`} />;
}
