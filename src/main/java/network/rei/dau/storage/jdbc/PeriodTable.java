package network.rei.dau.storage.jdbc;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.TrafficCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Engagement;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;

/** The table {@code period} with a row for each hour, day, week and month. */
final class PeriodTable {

  private static final List<String> COLUMNS =
      List.of(
          "resolution",
          "start",
          "revision",
          "complete",
          "records",
          "blocks",
          "transactions",
          "addresses",
          "senders",
          "recipients",
          "new_senders",
          "contract_creations",
          "gas_used",
          "gas_limit",
          "base_fees",
          "block_sizes",
          "empty_blocks",
          "missing_blocks",
          "first_block",
          "last_block",
          "first_timestamp",
          "last_timestamp",
          "weekly_addresses",
          "weekly_senders",
          "monthly_addresses",
          "monthly_senders",
          "returning_senders",
          "resurrected",
          "churned",
          "retained_1",
          "retained_7",
          "retained_30",
          "written_version");

  /** Rows that the driver reads ahead. */
  private static final int FETCH_ROWS = 1000;

  private static final String NAMES = String.join(", ", COLUMNS);

  private static final String UPSERT =
      "INSERT INTO period ("
          + NAMES
          + ") VALUES ("
          + COLUMNS.stream().map(column -> "?").collect(Collectors.joining(", "))
          + ") ON CONFLICT (resolution, start) DO UPDATE SET "
          + COLUMNS.stream()
              .skip(2)
              .map(column -> column + " = excluded." + column)
              .collect(Collectors.joining(", "));

  private PeriodTable() {}

  /** Writes periods, replacing stored ones. */
  static void write(Connection connection, List<PeriodActivity> periods, long version)
      throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      for (PeriodActivity period : periods) {
        bind(new Columns(upsert), period, version);
        upsert.executeUpdate();
      }
    }
  }

  private static void bind(Columns columns, PeriodActivity period, long version)
      throws SQLException {
    WindowActivity activity = period.activity();
    ActivityCounts counts = activity.counts();
    Optional<WindowActivity.Span> span = activity.span();
    Engagement engagement = period.engagement();
    columns.text(period.resolution().key());
    columns.number(period.start());
    columns.number(period.revision());
    columns.number(activity.complete() ? 1 : 0);
    columns.number(activity.records());
    columns.number(counts.blocks());
    columns.number(counts.transactions());
    columns.number(counts.addresses());
    columns.number(counts.senders());
    columns.number(counts.recipients());
    columns.number(counts.newSenders());
    columns.number(counts.contractCreations());
    columns.number(counts.traffic().gasUsed());
    columns.number(counts.traffic().gasLimit());
    columns.text(counts.traffic().baseFees().map(BigInteger::toString).orElse(null));
    columns.number(counts.traffic().sizes());
    columns.number(counts.traffic().emptyBlocks());
    columns.number(activity.missingBlocks());
    columns.number(span.map(known -> known.blocks().first()));
    columns.number(span.map(known -> known.blocks().last()));
    columns.number(span.map(WindowActivity.Span::firstTimestamp));
    columns.number(span.map(WindowActivity.Span::lastTimestamp));
    columns.number(engagement.weeklyAddresses());
    columns.number(engagement.weeklySenders());
    columns.number(engagement.monthlyAddresses());
    columns.number(engagement.monthlySenders());
    columns.number(engagement.returning());
    columns.number(engagement.resurrected());
    columns.number(engagement.churned());
    columns.number(engagement.retained1());
    columns.number(engagement.retained7());
    columns.number(engagement.retained30());
    columns.number(version);
  }

  /**
   * Passes periods to a consumer, in no particular order.
   *
   * @param since periods written after this version of the store
   */
  static void forEach(Connection connection, long since, Consumer<PeriodActivity> consumer)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT " + NAMES + " FROM period WHERE written_version > ?")) {
      select.setFetchSize(FETCH_ROWS);
      select.setLong(1, since);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          consumer.accept(read(row));
        }
      }
    }
  }

  private static PeriodActivity read(ResultSet row) throws SQLException {
    Resolution resolution = Resolution.of(row.getString("resolution"));
    WindowActivity activity =
        new WindowActivity(
            resolution.around(row.getLong("start")),
            new ActivityCounts(
                row.getLong("blocks"),
                row.getLong("transactions"),
                row.getLong("addresses"),
                row.getLong("senders"),
                row.getLong("recipients"),
                row.getLong("new_senders"),
                row.getLong("contract_creations"),
                traffic(row)),
            span(row),
            row.getInt("records"),
            optional(row, "missing_blocks"),
            row.getInt("complete") == 1);
    return new PeriodActivity(resolution, activity, row.getInt("revision"), engagement(row));
  }

  private static TrafficCounts traffic(ResultSet row) throws SQLException {
    return new TrafficCounts(
        optional(row, "gas_used"),
        optional(row, "gas_limit"),
        Optional.ofNullable(row.getString("base_fees")).map(BigInteger::new),
        optional(row, "block_sizes"),
        optional(row, "empty_blocks"));
  }

  private static Optional<WindowActivity.Span> span(ResultSet row) throws SQLException {
    OptionalLong first = optional(row, "first_block");
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WindowActivity.Span(
                new BlockRange(first.getAsLong(), row.getLong("last_block")),
                row.getLong("first_timestamp"),
                row.getLong("last_timestamp")));
  }

  private static Engagement engagement(ResultSet row) throws SQLException {
    return new Engagement(
        optional(row, "weekly_addresses"),
        optional(row, "weekly_senders"),
        optional(row, "monthly_addresses"),
        optional(row, "monthly_senders"),
        optional(row, "returning_senders"),
        optional(row, "resurrected"),
        optional(row, "churned"),
        optional(row, "retained_1"),
        optional(row, "retained_7"),
        optional(row, "retained_30"));
  }

  private static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Binds the columns in order. */
  private static final class Columns {

    private final PreparedStatement statement;
    private int bound;

    Columns(PreparedStatement statement) {
      this.statement = statement;
    }

    void text(String value) throws SQLException {
      statement.setString(++bound, value);
    }

    void number(long value) throws SQLException {
      statement.setLong(++bound, value);
    }

    void number(OptionalLong value) throws SQLException {
      if (value.isPresent()) {
        number(value.getAsLong());
      } else {
        statement.setNull(++bound, Types.BIGINT);
      }
    }

    void number(Optional<Long> value) throws SQLException {
      number(value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty());
    }
  }
}
