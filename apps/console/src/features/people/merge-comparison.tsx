import { Button, Group, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Person } from "@throughline/contract";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { ComparisonTable } from "./comparison-table.tsx";
import classes from "./merge.module.css";
import { personTitle } from "../../ui/person-title.ts";

type ComparisonProps = { here: Person; otherId: string; onBack: () => void; onDone: () => void };

/** Two people side by side, which of them stays, and what merging means. */
export function MergeComparison({ here, otherId, onBack, onDone }: ComparisonProps) {
  const other = useQuery(api.people.get.queryOptions({ input: { id: otherId } }));
  const [swapped, setSwapped] = useState(false);
  const [reason, setReason] = useState("");
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const merge = useMutation(
    api.people.merge.mutationOptions({
      onError: notifyFailure("Could not merge"),
      onSuccess: async ({ person }) => {
        queryClient.setQueryData(api.people.get.queryKey({ input: { id: person.id } }), person);
        notifyDone(`They are one person now: ${personTitle(person)}. Un-merge is beside the identifiers.`);
        if (person.id === here.id) onDone();
        else await navigate({ to: "/people/$personId", params: { personId: person.id } });
        await queryClient.invalidateQueries({ queryKey: api.people.key() });
      },
    }),
  );
  if (!other.data)
    return other.error ? <ErrorState error={other.error} onRetry={() => void other.refetch()} /> : <LinesSkeleton lines={8} />;
  const [kept, merged] = swapped ? [other.data, here] : [here, other.data];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        merge.mutate({ id: kept.id, from: merged.id, reason: reason.trim() || undefined });
      }}
    >
      <ComparisonTable kept={kept} merged={merged} />
      <p className={`${classes.meaning} dim`}>
        {personTitle(merged)} becomes part of {personTitle(kept)}: one profile, one timeline, newer traits win. Nothing is rewritten. Taking
        the merge back later restores exactly what never merging would have given.
      </p>
      <TextInput
        label="Why (kept with the merge)"
        placeholder="Same person, two addresses"
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group justify="space-between" gap={8} mt={16}>
        <Group gap={8}>
          <Button variant="subtle" onClick={onBack}>
            Somebody else
          </Button>
          <Button leftSection={<IconArrowsExchange size={16} />} onClick={() => setSwapped(!swapped)}>
            Keep the other
          </Button>
        </Group>
        <Button type="submit" variant="filled" loading={merge.isPending}>
          Merge into one person
        </Button>
      </Group>
    </form>
  );
}
