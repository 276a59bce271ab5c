import type { MessageChannel, Touch } from "@throughline/contract";
import type { Tx } from "./flows-deps.ts";

type QueuedMessage = {
  key: string;
  touchId: string;
  profileId: string;
  channel: MessageChannel;
  template: string;
  purpose: Touch["purpose"];
  topic: string | null;
  flow: string;
  step: string;
  context: Record<string, unknown>;
  expiresAt: Date | null;
};
type QueuedCall = {
  key: string;
  profileId: string;
  flow: string;
  method: string;
  url: string;
  body: string | null;
  context: Record<string, unknown>;
};

export async function queueMessages(_tx: Tx, _workspaceId: string, _messages: readonly QueuedMessage[], _at: Date): Promise<void> {}
export async function queueCalls(_tx: Tx, _workspaceId: string, _calls: readonly QueuedCall[], _at: Date): Promise<void> {}
