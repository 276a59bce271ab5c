import type { Source } from "@throughline/contract";
import { IconPlugConnected } from "@tabler/icons-react";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";

/** Home of a workspace that has received nothing: the way to the first interaction. */
export function NothingYet({ sources }: { sources: readonly Source[] }) {
  const waiting = sources.find(({ kind, health }) => kind !== "import" && health.state === "waiting");
  return (
    <Card>
      <EmptyState
        icon={<IconPlugConnected size={20} />}
        title={waiting ? `Waiting for the first interaction from ${waiting.name}` : "Nothing has arrived yet"}
        action={
          <LinkButton to={waiting ? `/welcome/connect?source=${waiting.id}` : "/welcome"} variant="filled">
            {waiting ? "Show the snippet again" : "Connect a product"}
          </LinkButton>
        }
      >
        Point the SDK that you already have at this server, and your customers’ timelines begin here: what they do each minute, who is new,
        what is wrong.
      </EmptyState>
    </Card>
  );
}
