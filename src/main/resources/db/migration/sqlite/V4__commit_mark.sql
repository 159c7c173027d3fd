-- A random number of the last commit: a store that was put back to an earlier state, and has reached the same version
-- again, has another one.
ALTER TABLE store ADD COLUMN mark BIGINT NOT NULL DEFAULT 0;

-- The marks of earlier commits, so that readers of an earlier version find out whether the store continues it.
CREATE TABLE commit_mark (
  version BIGINT NOT NULL PRIMARY KEY,
  mark    BIGINT NOT NULL
);
