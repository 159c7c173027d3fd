package network.rei.dau.activity;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.TrafficCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.DayActivity;

/**
 * Computes the expected answers of a ledger block by block with plain sets.
 *
 * @param stored the blocks that the ledger's records hold, in order; a block that is older than an
 *     earlier one gets its timestamp
 */
public record BruteForce(int chunkSize, List<RawBlock> stored) {

  public BruteForce {
    stored = inOrderOfTime(stored);
  }

  private static List<RawBlock> inOrderOfTime(List<RawBlock> blocks) {
    List<RawBlock> ordered = new ArrayList<>();
    long latest = Long.MIN_VALUE;
    for (RawBlock block : blocks) {
      latest = Math.max(latest, block.timestamp());
      ordered.add(block.at(latest));
    }
    return ordered;
  }

  public WindowActivity during(TimeWindow window) {
    boolean ended = stored.stream().anyMatch(block -> block.timestamp() >= window.to());
    return timed(window, ended || window.from() == window.to());
  }

  public WindowActivity rolling(Duration length) {
    long last = stored.isEmpty() ? 0 : stored.get(stored.size() - 1).timestamp();
    return timed(new TimeWindow(last - length.toSeconds() + 1, last + 1), true);
  }

  public WindowActivity between(BlockRange range) {
    List<RawBlock> inside =
        stored.stream().filter(block -> contains(range, block.number())).toList();
    long upToLast = Math.max(0, Math.min(range.last(), lastBlock()) - range.first() + 1);
    OptionalLong missing =
        stored.isEmpty() ? OptionalLong.empty() : OptionalLong.of(upToLast - inside.size());
    return activity(range, inside, missing, range.last() - range.first() + 1 == inside.size());
  }

  public List<DayActivity> days() {
    return stored.stream()
        .map(block -> dayOf(block.timestamp()))
        .distinct()
        .sorted((a, b) -> b.compareTo(a))
        .map(
            date ->
                new DayActivity(
                    date,
                    during(
                        new TimeWindow(
                            date.toEpochDay() * 86_400, (date.toEpochDay() + 1) * 86_400))))
        .toList();
  }

  private WindowActivity timed(TimeWindow window, boolean ended) {
    List<RawBlock> inside =
        stored.stream().filter(block -> contains(window, block.timestamp())).toList();
    OptionalLong missing = missing(window);
    return activity(window, inside, missing, ended && missing.equals(OptionalLong.of(0)));
  }

  private WindowActivity activity(
      Window window, List<RawBlock> inside, OptionalLong missing, boolean complete) {
    return new WindowActivity(
        window,
        counts(inside),
        span(inside),
        (int) inside.stream().map(block -> block.number() / chunkSize).distinct().count(),
        missing,
        complete);
  }

  public static ActivityCounts counts(List<RawBlock> blocks) {
    Set<Integer> senders = new HashSet<>();
    Set<Integer> recipients = new HashSet<>();
    Set<Integer> newSenders = new HashSet<>();
    long transactions = 0;
    long creations = 0;
    for (RawBlock block : blocks) {
      for (RawTransaction transaction : block.transactions()) {
        transactions++;
        senders.add(transaction.from());
        if (transaction.to() == null) {
          creations++;
        } else {
          recipients.add(transaction.to());
        }
        if (transaction.nonce() == 0) {
          newSenders.add(transaction.from());
        }
      }
    }
    Set<Integer> addresses = new HashSet<>(senders);
    addresses.addAll(recipients);
    return new ActivityCounts(
        blocks.size(),
        transactions,
        addresses.size(),
        senders.size(),
        recipients.size(),
        newSenders.size(),
        creations,
        traffic(blocks));
  }

  private static TrafficCounts traffic(List<RawBlock> blocks) {
    return new TrafficCounts(
        sum(blocks, RawBlock.RawTraffic::gasUsed),
        sum(blocks, RawBlock.RawTraffic::gasLimit),
        bigSum(blocks, RawBlock.RawTraffic::baseFee),
        sum(blocks, RawBlock.RawTraffic::size),
        OptionalLong.of(blocks.stream().filter(block -> block.transactions().isEmpty()).count()));
  }

  private static OptionalLong sum(
      List<RawBlock> blocks, Function<RawBlock.RawTraffic, Long> which) {
    return bigSum(blocks, which).stream().mapToLong(BigInteger::longValueExact).findFirst();
  }

  private static Optional<BigInteger> bigSum(
      List<RawBlock> blocks, Function<RawBlock.RawTraffic, Long> which) {
    List<Long> values =
        blocks.stream()
            .map(block -> which.apply(block.traffic()))
            .filter(Objects::nonNull)
            .toList();
    return values.size() < blocks.size()
        ? Optional.empty()
        : Optional.of(
            values.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add));
  }

  /** Returns the sums of blocks whose traffic is unknown. */
  public static TrafficCounts unknownTraffic(long emptyBlocks) {
    return new TrafficCounts(
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.of(emptyBlocks));
  }

  public static Optional<WindowActivity.Span> span(List<RawBlock> blocks) {
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    RawBlock first = blocks.get(0);
    RawBlock last = blocks.get(blocks.size() - 1);
    return Optional.of(
        new WindowActivity.Span(
            new BlockRange(first.number(), last.number()), first.timestamp(), last.timestamp()));
  }

  /**
   * Returns how many missing blocks may be in a window. The timestamp of a missing block lies
   * between those of its stored neighbours, so the block may be in the window if the window
   * contains such a second. The number is unknown if the window reaches below the first stored
   * block.
   */
  private OptionalLong missing(TimeWindow window) {
    if (stored.isEmpty()) {
      return OptionalLong.empty();
    }
    if (window.from() == window.to()) {
      return OptionalLong.of(0);
    }
    RawBlock previous = stored.get(0);
    if (previous.number() > 0 && previous.timestamp() >= window.from()) {
      return OptionalLong.empty();
    }
    long missing = 0;
    for (RawBlock block : stored) {
      for (long number = previous.number() + 1; number < block.number(); number++) {
        if (meets(window, previous.timestamp(), block.timestamp())) {
          missing++;
        }
      }
      previous = block;
    }
    return OptionalLong.of(missing);
  }

  /** Returns the numbers of blocks of the chain that are in the window and not stored. */
  public List<Long> missed(RawChain chain, Predicate<RawBlock> window) {
    Set<Long> have = stored.stream().map(RawBlock::number).collect(Collectors.toSet());
    return chain.blocks().stream()
        .filter(window)
        .map(RawBlock::number)
        .filter(number -> !have.contains(number))
        .toList();
  }

  public long lastBlock() {
    return stored.isEmpty() ? -1 : stored.get(stored.size() - 1).number();
  }

  /** Returns whether a gap contains one of the bounds of the window. */
  public boolean gapStraddlesAnEnd(TimeWindow window) {
    for (int i = 1; i < stored.size(); i++) {
      RawBlock before = stored.get(i - 1);
      RawBlock after = stored.get(i);
      if (after.number() > before.number() + 1
          && meets(window, before.timestamp(), after.timestamp())
          && !(contains(window, before.timestamp()) && contains(window, after.timestamp()))) {
        return true;
      }
    }
    return false;
  }

  public static boolean contains(TimeWindow window, long timestamp) {
    return window.from() <= timestamp && timestamp < window.to();
  }

  public static boolean contains(BlockRange range, long number) {
    return range.first() <= number && number <= range.last();
  }

  static LocalDate dayOf(long timestamp) {
    return Instant.ofEpochSecond(timestamp).atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static boolean meets(TimeWindow window, long earliest, long latest) {
    return Math.max(earliest, window.from()) <= Math.min(latest, window.to() - 1);
  }
}
