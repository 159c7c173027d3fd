package network.rei.dau.activity.block;

/** What activity is counted over: a stretch of time, or of blocks. */
public sealed interface Window permits TimeWindow, BlockRange {}
