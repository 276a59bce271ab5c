import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { authClient } from "../../../app/auth-client.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { Card } from "../../../ui/card.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import classes from "../settings.module.css";
import { authCall } from "./auth-call.ts";
import { describeAgent } from "./describe-agent.ts";

export const sessionsKey = ["auth", "sessions"];

/** Where one is signed in; every other place can be signed out from here. */
export function SessionsCard() {
  const queryClient = useQueryClient();
  const sessions = useQuery({
    queryKey: sessionsKey,
    queryFn: async () => {
      const [list, current] = await Promise.all([authCall(authClient.listSessions()), authCall(authClient.getSession())]);
      return list
        .map((session) => ({ ...session, current: session.token === current.session.token }))
        .toSorted((a, b) => Number(b.current) - Number(a.current) || new Date(b.updatedAt).getTime() - new Date(a.updatedAt).getTime());
    },
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: sessionsKey });
  const end = useMutation({
    mutationFn: (token: string) => authCall(authClient.revokeSession({ token })),
    onSuccess: refresh,
    onError: notifyFailure("Could not end the session"),
  });
  const endOthers = useMutation({
    mutationFn: () => authCall(authClient.revokeOtherSessions()),
    onSuccess: async () => {
      await refresh();
      notifyDone("You are signed in here only.");
    },
    onError: notifyFailure("Could not end the other sessions"),
  });
  if (!sessions.data)
    return (
      <Card title="Where you are signed in">
        {sessions.error ? <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} /> : <LinesSkeleton />}
      </Card>
    );
  return (
    <Card
      title="Where you are signed in"
      flush
      actions={
        sessions.data.length > 1 ? (
          <Button size="xs" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out everywhere else
          </Button>
        ) : null
      }
    >
      <ul className={classes.rows}>
        {sessions.data.map(({ id, token, userAgent, ipAddress, createdAt, updatedAt, current }) => (
          <li key={id} className={classes.row}>
            <div className={classes.who}>
              <div className={classes.name}>
                {describeAgent(userAgent)} {current ? <Chip tone="good">here</Chip> : null}
              </div>
              <div className="dim small">
                {ipAddress ? `${ipAddress} · ` : ""}signed in <TimeAgo at={iso(createdAt)} /> · last seen <TimeAgo at={iso(updatedAt)} />
              </div>
            </div>
            {current ? null : (
              <Button
                loading={end.isPending && end.variables === token}
                onClick={() => end.mutate(token)}
                aria-label={`Sign out ${describeAgent(userAgent)}`}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

const iso = (time: Date | string) => new Date(time).toISOString();
