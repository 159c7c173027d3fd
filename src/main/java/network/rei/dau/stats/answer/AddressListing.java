package network.rei.dau.stats.answer;

/** Whether a listing of records includes the addresses of each record, most of its size. */
public enum AddressListing {
  /** Each record lists its distinct addresses. */
  INCLUDED,
  /** Each record has the number of its addresses only. */
  OMITTED
}
