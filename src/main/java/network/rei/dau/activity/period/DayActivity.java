package network.rei.dau.activity.period;

import java.time.LocalDate;
import network.rei.dau.activity.ledger.count.WindowActivity;

/** The activity of one UTC day. */
public record DayActivity(LocalDate date, WindowActivity activity) {}
