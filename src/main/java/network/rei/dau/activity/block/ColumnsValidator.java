package network.rei.dau.activity.block;

import java.util.Arrays;

/** Validates the columns of a record, so that damaged ones are refused as a whole. */
final class ColumnsValidator {

  private ColumnsValidator() {}

  static void requireValid(Chunk chunk, int generation, ChunkRecord.Columns columns) {
    int blocks = columns.hashes().length;
    int transactions = columns.senders().length;
    require(generation >= 0, chunk, "its generation is below 0");
    require(blocks >= 1 && blocks <= chunk.size(), chunk, "it has " + blocks + " blocks");
    require(
        columns.timestamps().length == blocks && columns.transactionStarts().length == blocks + 1,
        chunk,
        "its columns of blocks differ in length");
    require(
        columns.recipients().length == transactions, chunk, "it has senders without recipients");
    require(
        columns.details().map(TransactionDetails::size).orElse(transactions) == transactions,
        chunk,
        "its details are those of other transactions");
    require(
        columns.traffic().size() == blocks,
        chunk,
        "its traffic is that of another number of blocks");
    requireTransactionsInOrder(chunk, columns);
    requireSortedTable(chunk, columns.addressTable());
    requirePlaces(chunk, columns);
  }

  private static void requireTransactionsInOrder(Chunk chunk, ChunkRecord.Columns columns) {
    int[] starts = columns.transactionStarts();
    require(
        starts[0] == 0 && starts[starts.length - 1] == columns.senders().length,
        chunk,
        "its blocks do not hold its transactions");
    for (int i = 1; i < starts.length; i++) {
      require(starts[i - 1] <= starts[i], chunk, "its transactions are out of order");
    }
  }

  private static void requireSortedTable(Chunk chunk, byte[] table) {
    require(table.length % Address.BYTES == 0, chunk, "its address table is truncated");
    for (int i = Address.BYTES; i < table.length; i += Address.BYTES) {
      int order = Arrays.compareUnsigned(table, i - Address.BYTES, i, table, i, i + Address.BYTES);
      require(order < 0, chunk, "its address table is not sorted");
    }
  }

  private static void requirePlaces(Chunk chunk, ChunkRecord.Columns columns) {
    int addresses = columns.addressTable().length / Address.BYTES;
    int[] senders = columns.senders();
    int[] recipients = columns.recipients();
    for (int i = 0; i < senders.length; i++) {
      int sender = senders[i] < 0 ? ~senders[i] : senders[i];
      boolean named =
          sender < addresses
              && recipients[i] >= ChunkRecord.NO_RECIPIENT
              && recipients[i] < addresses;
      if (!named) {
        require(false, chunk, "transaction " + i + " names an address that is not in the table");
      }
    }
  }

  private static void require(boolean valid, Chunk chunk, String why) {
    if (!valid) {
      throw new IllegalArgumentException("no record of chunk " + chunk.index() + ": " + why);
    }
  }
}
