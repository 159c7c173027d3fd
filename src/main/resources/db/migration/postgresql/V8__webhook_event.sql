-- Events for webhooks: those that are to be sent, and those that were sent or given up, so that none is added twice.
CREATE TABLE webhook_event (
  webhook    TEXT    NOT NULL, -- its name in the settings
  event_key  TEXT    NOT NULL, -- what has happened: the same event always has the same key
  state      INTEGER NOT NULL, -- 0 to be sent, 1 sent, 2 given up
  created_at BIGINT  NOT NULL, -- milliseconds since 1970, UTC
  due_at     BIGINT  NOT NULL, -- of the next attempt, milliseconds since 1970, UTC
  attempts   INTEGER NOT NULL,
  content    TEXT    NOT NULL, -- JSON
  PRIMARY KEY (webhook, event_key)
);
