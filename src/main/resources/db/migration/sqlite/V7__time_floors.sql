-- The times that pruned blocks have left behind: no block of this chunk or of a later one counts earlier.
CREATE TABLE time_floor (
  chunk_index BIGINT NOT NULL PRIMARY KEY, -- of the chunk after a pruned block
  time        BIGINT NOT NULL,             -- at which the pruned block counted, seconds since 1970, UTC
  parent_hash BLOB                         -- of the pruned block; null if blocks after it are missing
);
