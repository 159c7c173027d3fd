package network.rei.dau.stats.answer;

/** Whether records come with the list of their addresses, which is most of their size. */
public enum AddressListing {
  /** Each record lists its distinct addresses. */
  LISTED,
  /** Records say how many there are, not which. */
  LEFT_OUT
}
