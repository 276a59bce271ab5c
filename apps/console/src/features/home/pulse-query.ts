import { api } from "../../app/api.ts";

export const pulseMinutes = 60;

/** The last hour by the minute, and today; asked again every 30 s while somebody looks. */
export const pulseQuery = () => api.data.pulse.queryOptions({ input: { minutes: pulseMinutes }, refetchInterval: 30_000 });
export type Pulse = Awaited<ReturnType<typeof api.data.pulse.call>>;
