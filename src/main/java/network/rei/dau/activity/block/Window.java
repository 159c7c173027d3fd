package network.rei.dau.activity.block;

/** The blocks that activity is counted over: those of a time, or those of a range. */
public sealed interface Window permits TimeWindow, BlockRange {}
