import type { Person } from "@throughline/contract";
import { DecisionsSection } from "../arbiter/index.ts";
import { PersonFlows } from "../flows/index.ts";
import { PersonMessages } from "../messages/index.ts";
import { PersonSegments } from "../segments/index.ts";
import { TasksSection } from "../tasks/index.ts";
import { AccountsSection } from "./accounts-section.tsx";
import { AttentionSection } from "./attention-section.tsx";
import { ConsentSection } from "./consent-section.tsx";
import { IdentifiersSection } from "./identifiers-section.tsx";
import classes from "./person.module.css";
import { Section } from "./section.tsx";
import { TraitsSection } from "./traits-section.tsx";

/** Who a person is, beside their timeline. What needs a decision comes first. */
export function PersonFacts({ person, onCompare }: { person: Person; onCompare: (id: string) => void }) {
  return (
    <aside className={classes.facts} aria-label="Who they are">
      <AttentionSection person={person} onCompare={onCompare} />
      <TasksSection about={{ person: person.id, account: person.account?.id ?? null }} />
      <DecisionsSection personId={person.id} />
      <PersonMessages personId={person.id} />
      <IdentifiersSection person={person} />
      <TraitsSection traits={person.traits} origins={person.traitOrigins} />
      <AccountsSection accounts={person.accounts} />
      <Section title="Segments">
        <PersonSegments personId={person.id} />
      </Section>
      <Section title="Flows">
        <PersonFlows personId={person.id} />
      </Section>
      <ConsentSection person={person} />
    </aside>
  );
}
