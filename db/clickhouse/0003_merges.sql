-- A batch writes one small part into each of these two, many times a second: put together fifteen at once rather than five, each row is written again two thirds less often. Parts that wait are still put
-- together as they grow older.
ALTER TABLE interaction {{on_cluster}} MODIFY SETTING merge_selector_base = 15;
ALTER TABLE interaction_by_person {{on_cluster}} MODIFY SETTING merge_selector_base = 15;
