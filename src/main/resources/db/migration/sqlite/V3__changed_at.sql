-- When the last commit was made, in milliseconds since 1970, UTC: what all nodes say of the data.
ALTER TABLE store ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;

UPDATE store SET changed_at = COALESCE((SELECT MAX(stored_at) FROM record), created_at);
