import type { FlowReport } from "@throughline/contract";
import { Card } from "../../../ui/card.tsx";
import { formatCount, formatShare } from "../../../ui/format-number.ts";
import { ruleWords } from "../words/rule-words.ts";
import classes from "./report.module.css";

type Message = FlowReport["messages"][number];

/** What became of each message step: asked, sent, read, and held back and why. */
export function MessagesCard({ messages }: { messages: readonly Message[] }) {
  if (messages.length === 0) return null;
  return (
    <Card title="Messages" hint="of all that were asked about in this time" flush>
      <div className={classes.tableScroll} tabIndex={0} role="region" aria-label="Messages, step by step">
        <table className={classes.table}>
          <thead>
            <tr>
              {["Step", "Asked", "Sent", "Opened", "Clicked", "Bounced", "Complained", "Unsubscribed", "Failed", "Unknown", "Goal"].map(
                (name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {messages.map((message) => (
              <tr key={message.step}>
                <td dir="auto">
                  {message.label}
                  <Held held={message.held} />
                </td>
                <td>{formatCount(message.asked)}</td>
                <td>{formatCount(message.sent)}</td>
                <Share of={message.sent} count={message.opened} />
                <Share of={message.sent} count={message.clicked} />
                <Share of={message.sent} count={message.bounced} bleeds />
                <Share of={message.sent} count={message.complained} bleeds />
                <Share of={message.sent} count={message.unsubscribed} />
                <td className={message.failed > 0 ? classes.bleeds : undefined}>{formatCount(message.failed)}</td>
                <td title="The provider did not answer: never sent again by itself">{formatCount(message.unknown)}</td>
                <td>{message.goal?.rate == null ? <span className="faint">–</span> : formatShare(message.goal.rate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Share({ of, count, bleeds = false }: { of: number; count: number; bleeds?: boolean }) {
  return (
    <td className={bleeds && count > 0 ? classes.bleeds : undefined} title={`${formatCount(count)} of ${formatCount(of)}`}>
      {of === 0 ? <span className="faint">–</span> : formatShare(count / of)}
    </td>
  );
}

function Held({ held }: { held: Message["held"] }) {
  if (held.length === 0) return null;
  return (
    <span className={classes.held}>
      Held back: {held.map(({ rule, touches }) => `${formatCount(touches)} ${ruleWords[rule]}`).join(", ")}
    </span>
  );
}
