package network.rei.dau.activity;

import java.time.LocalDate;

/** The activity of one UTC day. */
public record DayActivity(LocalDate date, WindowActivity activity) {}
