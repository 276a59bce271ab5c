-- Channels whose provider refuses us as we are set up (a wrong password, a certificate that is not to be trusted): nothing is given to it until somebody has put it right, but for one message now and then, to see.
CREATE TABLE message_channel_problem (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  channel text NOT NULL,
  reason text NOT NULL,
  since timestamptz NOT NULL,
  try_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, channel)
);
