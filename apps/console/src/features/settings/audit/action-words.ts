const words: Record<string, string> = {
  "workspace.create": "created the workspace",
  "workspace.update": "changed the workspace",
  "member.invite": "invited",
  "member.cancel_invite": "took back an invitation",
  "member.join": "joined",
  "member.leave": "left",
  "member.remove": "removed a member",
  "member.set_role": "changed a role",
  "api_key.create": "made an API key",
  "api_key.revoke": "revoked an API key",
  "sources.create": "created a source",
  "sources.update": "changed a source",
  "sources.rotate_key": "rotated a write key",
  "sources.delete": "deleted a source",
  "people.merge": "merged people",
  "people.unmerge": "took a merge back",
  "people.consent": "recorded consent",
  "people.delete": "deleted a person",
  "people.export": "exported a person",
  "quarantine.replay": "replayed quarantine",
  "quarantine.discard": "discarded from quarantine",
  "imports.upload": "uploaded a file",
  "imports.map": "changed a mapping",
  "imports.dry_run": "checked a file",
  "imports.start": "started an import",
  "imports.pause": "paused an import",
  "imports.delete": "deleted an import",
  "segment.create": "made a segment",
  "segment.update": "changed a segment",
  "segment.delete": "deleted a segment",
  "journeys.create": "defined a journey",
  "journeys.update": "changed a journey",
  "journeys.set_seam": "said whose a seam is",
  "journeys.delete": "deleted a journey",
  "tasks.create": "made a task",
  "tasks.update": "changed a task",
  "tasks.done": "finished a task",
  "tasks.cancel": "called a task off",
  "tasks.reopen": "opened a task again",
  "saved_queries.create": "saved a query",
  "saved_queries.update": "changed a saved query",
  "saved_queries.delete": "deleted a saved query",
  "dashboards.create": "created a dashboard",
  "dashboards.update": "changed a dashboard",
  "dashboards.delete": "deleted a dashboard",
  "alerts.create": "created an alert",
  "alerts.update": "changed an alert",
  "alerts.delete": "deleted an alert",
  "flows.create": "made a flow",
  "flows.update": "changed a flow",
  "flows.publish": "published a flow",
  "flows.rollback": "went back to a former version of a flow",
  "flows.start": "let people into a flow",
  "flows.simulate": "ran a flow over the past",
  "flows.stop_on_harm": "stopped a flow that did harm",
  "flows.live": "let a flow go on",
  "flows.paused": "paused a flow",
  "flows.stopped": "stopped a flow",
  "flows.end_run": "took somebody out of a flow",
  "flows.retry_run": "tried a failed step of a flow again",
  "flows.retry_failed": "tried all failed runs of a flow again",
  "flows.delete": "deleted a flow",
  "template.create": "made a template",
  "template.update": "changed a template",
  "template.publish": "published a template",
  "template.test": "sent a test of a template",
  "template.delete": "deleted a template",
  "message.settle": "said what became of a message",
  "message.resend": "sent a message again",
  "message.cancel": "called a message back",
  "channels.update": "changed how messages are sent",
  "channels.secret": "made a new secret of a channel",
  "arbiter.rules": "changed the rules of the arbiter",
};

/** An action in words; one that is new to this page as its code. */
export function actionWords(action: string): string {
  return words[action] ?? action;
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Every action that is known, for the filter. */
export const actionChoices = Object.entries(words).map(([value, label]) => ({ value, label: capitalised(label) }));

/** Who did it, as the log names them: `user:Maria Torres`, `api_key:CRM sync`, `system:…`. */
export function actorOf(actor: string): { name: string; note: string | null } {
  const [, kind, name] = /^(user|api_key|system):(.*)$/s.exec(actor) ?? [];
  if (kind === undefined || name === undefined) return { name: actor, note: null };
  return { name: name || kind, note: kind === "api_key" ? "API key" : kind === "system" ? "by itself" : null };
}
