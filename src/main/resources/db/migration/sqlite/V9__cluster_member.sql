-- The nodes of a cluster, so that a node that starts knows whether a cluster exists.
CREATE TABLE cluster_member (
  address    TEXT   NOT NULL PRIMARY KEY, -- HOST:PORT
  uid        BIGINT NOT NULL, -- of the process; a node that is started again has another one
  cluster    BIGINT NOT NULL, -- the number of the cluster, 0 while the node is not a member
  renewed_at BIGINT NOT NULL  -- milliseconds since 1970, UTC, by the clock of the database
);

-- One row: the number of the cluster that was formed last, 0 before the first one.
CREATE TABLE cluster (
  id     INTEGER NOT NULL PRIMARY KEY,
  number BIGINT  NOT NULL
);
INSERT INTO cluster (id, number) VALUES (1, 0);
