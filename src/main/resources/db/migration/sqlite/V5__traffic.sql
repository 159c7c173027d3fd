-- The traffic of the blocks of a period. Null if a block lacks the value, and in the rows that earlier versions wrote.
ALTER TABLE period ADD COLUMN gas_used     BIGINT;
ALTER TABLE period ADD COLUMN gas_limit    BIGINT; -- the sum of the limits of the blocks
ALTER TABLE period ADD COLUMN base_fees    TEXT;   -- the sum in wei, in decimal digits, because it need not fit into a BIGINT
ALTER TABLE period ADD COLUMN block_sizes  BIGINT; -- the sum in bytes
ALTER TABLE period ADD COLUMN empty_blocks BIGINT; -- how many blocks have no transactions
