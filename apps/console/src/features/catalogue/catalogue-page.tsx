import { Tabs } from "@mantine/core";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { Page } from "../../ui/page.tsx";
import classes from "./catalogue.module.css";
import { EventsTable } from "./events-table.tsx";
import { TraitsTable } from "./traits-table.tsx";

const views = ["events", "person", "account"] as const;
type View = (typeof views)[number];

/** Everything that sources send, as it is seen: events with their properties, traits of people and accounts. */
export function CataloguePage() {
  const state = useListState();
  const view = views.find((name) => name === state.filter("of")) ?? "events";
  const show = (next: string | null) =>
    state.set({
      of: next === "events" || next === null ? undefined : next,
      search: undefined,
      sort: undefined,
      kind: undefined,
      conflict: undefined,
      property: undefined,
    });
  return (
    <Page
      title="Catalogue"
      description="What sources really send: names, types, how much, and where they disagree with themselves. It fills itself."
    >
      <Tabs value={view} onChange={show} keepMounted={false}>
        <Tabs.List mb={12} className={classes.tabs}>
          <Tabs.Tab value="events">Events</Tabs.Tab>
          <Tabs.Tab value="person">Traits of people</Tabs.Tab>
          <Tabs.Tab value="account">Traits of accounts</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={view}>{panels[view]}</Tabs.Panel>
      </Tabs>
    </Page>
  );
}

const panels: Record<View, React.ReactNode> = {
  events: <EventsTable />,
  person: <TraitsTable key="person" of="person" />,
  account: <TraitsTable key="account" of="account" />,
};
