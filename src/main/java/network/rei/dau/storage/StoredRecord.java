package network.rei.dau.storage;

import java.time.Instant;
import network.rei.dau.activity.block.ChunkRecord;

/** A record and when it was last written. */
public record StoredRecord(ChunkRecord record, Instant storedAt) {}
