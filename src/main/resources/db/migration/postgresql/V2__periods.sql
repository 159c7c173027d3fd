-- Hours, UTC days, ISO weeks and months: kept for ever once they are whole. One row each.
CREATE TABLE period (
  resolution         TEXT    NOT NULL, -- hour, day, week or month
  start              BIGINT  NOT NULL, -- its first second, since 1970, UTC
  revision           INTEGER NOT NULL, -- 1 when it was first kept, one more with each correction
  complete           INTEGER NOT NULL, -- 1 if no block of it is missing
  records            INTEGER NOT NULL, -- how many records its blocks lay in
  blocks             BIGINT  NOT NULL,
  transactions       BIGINT  NOT NULL,
  addresses          BIGINT  NOT NULL,
  senders            BIGINT  NOT NULL,
  recipients         BIGINT  NOT NULL,
  new_senders        BIGINT  NOT NULL,
  contract_creations BIGINT  NOT NULL,
  missing_blocks     BIGINT,           -- null if it is not known
  first_block        BIGINT,           -- this and the next three: null without a block
  last_block         BIGINT,
  first_timestamp    BIGINT,
  last_timestamp     BIGINT,
  weekly_addresses   BIGINT,           -- this and all that follow: of days, once they are known
  weekly_senders     BIGINT,
  monthly_addresses  BIGINT,
  monthly_senders    BIGINT,
  returning_senders  BIGINT,
  resurrected        BIGINT,
  churned            BIGINT,
  retained_1         BIGINT,
  retained_7         BIGINT,
  retained_30        BIGINT,
  written_version    BIGINT  NOT NULL, -- of the store, by the commit that wrote the row
  PRIMARY KEY (resolution, start)
);

-- Who was active on a UTC day, as long as other days are compared with it.
CREATE TABLE day_addresses (
  start           BIGINT NOT NULL PRIMARY KEY, -- its midnight, in seconds since 1970, UTC
  written_version BIGINT NOT NULL,             -- of the store, by the commit that wrote the row
  payload         BYTEA  NOT NULL              -- addresses and roles, with a checksum (DayCodec)
);

-- Nodes ask after every commit what has changed, and hours become many.
CREATE INDEX period_written ON period (written_version);
