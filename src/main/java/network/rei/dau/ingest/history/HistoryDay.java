package network.rei.dau.ingest.history;

import java.time.LocalDate;
import network.rei.dau.activity.block.BlockRange;

/**
 * A day before the retention, to be fetched.
 *
 * @param blocks of it, and on either side enough to show that none is missing
 */
public record HistoryDay(LocalDate date, BlockRange blocks) {}
