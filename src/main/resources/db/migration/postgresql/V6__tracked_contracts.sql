-- The calls of the tracked contracts on the day, with their users as places in the table of its addresses (DayCallsCodec).
-- Null in the rows that earlier versions wrote, and if a transaction of the day lacks its details.
ALTER TABLE day_addresses ADD COLUMN calls BYTEA;
