import { useQuery } from "@tanstack/react-query";
import { IconBook2 } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { allRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PropertyTable } from "./property-table.tsx";

/** Traits as sources state them, with `identify` for people and `group` for accounts. */
export function TraitsTable({ of }: { of: "person" | "account" }) {
  const traits = useQuery(api.data.traits.queryOptions({ input: { of } }));
  return (
    <PropertyTable
      id={`traits-${of}`}
      label="Traits"
      one="trait"
      list={allRows(traits)}
      of={null}
      empty={
        <EmptyState
          title={of === "person" ? "No trait of a person yet" : "No trait of an account yet"}
          icon={<IconBook2 size={28} stroke={1.5} />}
        >
          {of === "person"
            ? "They come with identify calls: name, e-mail, plan, whatever your product knows of people."
            : "They come with group calls: the company’s name, plan, revenue, whatever your product knows of accounts."}
        </EmptyState>
      }
    />
  );
}
