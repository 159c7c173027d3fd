-- What the store holds and who may write it: one row.
CREATE TABLE store (
  id           INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version      BIGINT  NOT NULL, -- grows by one with every commit
  epoch        BIGINT  NOT NULL, -- of the only writer; commits of earlier ones are refused
  chain_id     BIGINT  NOT NULL,
  chunk_size   INTEGER NOT NULL,
  genesis_hash BYTEA,            -- once an endpoint served it
  created_at   BIGINT  NOT NULL  -- milliseconds since 1970, UTC
);

-- One row a chunk. The columns beside the payload are for plans and for people to query.
CREATE TABLE record (
  chunk_index     BIGINT  NOT NULL PRIMARY KEY,
  generation      INTEGER NOT NULL,
  first_block     BIGINT  NOT NULL,
  last_block      BIGINT  NOT NULL,
  sealed          INTEGER NOT NULL, -- 1 once the chunk's last block is in
  first_timestamp BIGINT  NOT NULL, -- of the blocks, seconds since 1970, UTC
  last_timestamp  BIGINT  NOT NULL,
  transactions    INTEGER NOT NULL,
  addresses       INTEGER NOT NULL,
  parent_hash     BYTEA   NOT NULL,
  last_hash       BYTEA   NOT NULL,
  stored_at       BIGINT  NOT NULL, -- milliseconds since 1970, UTC
  written_version BIGINT  NOT NULL, -- of the store, by the commit that wrote the row
  payload         BYTEA   NOT NULL  -- the whole record, with a checksum (RecordCodec)
);
