import { edgesOf, type FlowDefinition } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { readyFlows } from "./ready-flows.ts";

const reachable = (definition: FlowDefinition): Set<string> => {
  const edges = edgesOf(definition);
  const seen = new Set<string>();
  const visit = (from: string): void => {
    for (const { from: begin, to } of edges) {
      if (begin !== from || to === null || seen.has(to)) continue;
      seen.add(to);
      visit(to);
    }
  };
  visit("trigger");
  return seen;
};

test("there are eight ready flows, each with a key of its own", () => expect(new Set(readyFlows.map(({ key }) => key)).size).toBe(8));

describe.each(readyFlows.map((flow) => ({ key: flow.key, flow })))("$key", ({ flow }) => {
  const { definition, templates } = flow;
  test("leads only to steps that are there, and to each of them", () => {
    const steps = Object.keys(definition.steps);
    for (const { to } of edgesOf(definition)) expect(to === null || steps.includes(to)).toBe(true);
    expect([...reachable(definition)].sort()).toEqual(steps.sort());
  });
  test("brings the templates that it sends, on their channel, and no others", () => {
    const sent = Object.values(definition.steps).flatMap((step) => (step.kind === "message" ? [`${step.template} ${step.channel}`] : []));
    expect([...new Set(sent)].sort()).toEqual(templates.map(({ key, content }) => `${key} ${content.channel}`).sort());
  });
  test("has a goal to be measured by", () => expect(definition.goal).not.toBeNull());
  test("needs the event that lets people in", () => {
    const { trigger } = definition;
    if (trigger.kind !== "event") return;
    const names = Array.isArray(trigger.on.event) ? trigger.on.event : [trigger.on.event];
    expect(flow.needs.events).toEqual(expect.arrayContaining(names));
  });
  test("lets nobody unsubscribe from a mail without a link to do so", () => {
    for (const { content } of templates) {
      if (content.channel !== "email") continue;
      for (const { mjml } of Object.values(content.locales)) expect(mjml).toContain("{{ links.unsubscribe }}");
    }
  });
});
