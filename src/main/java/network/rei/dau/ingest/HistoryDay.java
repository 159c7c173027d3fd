package network.rei.dau.ingest;

import java.time.LocalDate;
import network.rei.dau.activity.BlockRange;

/**
 * A day before the retention, to be fetched.
 *
 * @param blocks of it, and on either side enough to show that none is missing
 */
record HistoryDay(LocalDate date, BlockRange blocks) {}
