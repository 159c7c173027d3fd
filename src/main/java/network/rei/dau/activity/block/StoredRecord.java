package network.rei.dau.activity.block;

import java.time.Instant;

/** A record and the time at which it was last written. */
public record StoredRecord(ChunkRecord record, Instant storedAt) {}
