-- What each advance of a run writes: Postgres looks up the row that a foreign key names for each inserted row by itself, a third of the time of all that an advance writes.
-- Nothing deletes a workspace; a run that is deleted takes what it did along (0103).
ALTER TABLE flow_run_event DROP CONSTRAINT flow_run_event_run_id_fkey;
ALTER TABLE own_interaction DROP CONSTRAINT own_interaction_workspace_id_fkey;
ALTER TABLE touch_decision DROP CONSTRAINT touch_decision_workspace_id_fkey;
ALTER TABLE holdout_draw DROP CONSTRAINT holdout_draw_workspace_id_fkey;
ALTER TABLE attention_budget DROP CONSTRAINT attention_budget_workspace_id_fkey;
ALTER TABLE message DROP CONSTRAINT message_workspace_id_fkey;
