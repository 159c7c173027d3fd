package network.rei.dau.activity.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.RandomCalendars;
import network.rei.dau.activity.RandomCommits;
import network.rei.dau.activity.RandomRules;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerFilter;
import network.rei.dau.activity.ledger.RecordCache;
import network.rei.dau.activity.ledger.count.AddressActivity.Sighting;
import network.rei.dau.activity.ledger.count.LeftOut;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.WindowLookup;
import network.rei.dau.activity.rule.RecordFilter;
import network.rei.dau.activity.rule.SystemRules;

/** Every number about contracts is as by going through all blocks one by one. */
class ContractsPropertyTest {

  private static final int ACCOUNTS = 62;
  private static final long DAY = 86_400;

  @Provide
  Arbitrary<RandomCommits> ended() {
    return Arbitraries.randomValue(RandomCommits::ended);
  }

  @Provide
  Arbitrary<Case> cases() {
    return ended().map(Case::of);
  }

  /** Keeps sets of all tries, which no other record may be answered with. */
  private static final RecordCache CACHE = new RecordCache(1 << 20);

  /**
   * Commits and rules.
   *
   * @param rules need no details if a record has none
   */
  private record Case(
      RandomCommits commits, Ledger ledger, SystemRules rules, Set<Long> undetailed) {

    static Case of(RandomCommits scenario) {
      Set<Long> undetailed = RandomRules.undetailed(scenario);
      SystemRules rules =
          scenario.random().nextBoolean()
              ? RandomRules.of(scenario, undetailed.isEmpty())
              : SystemRules.NONE;
      return new Case(
          scenario,
          scenario.random().nextBoolean() ? scenario.ledger().with(CACHE) : scenario.ledger(),
          rules,
          undetailed);
    }

    Random random() {
      return commits.random();
    }

    LedgerFilter filter() {
      return ledger().filter(rules);
    }

    /** Returns the transactions that meet no rule. */
    List<RawBlock> counted(List<RawBlock> blocks) {
      return RandomRules.only(RecordFilter.NO_RULE, blocks, rules, undetailed);
    }

    List<RawBlock> stored() {
      return counted(commits.bruteForce().stored());
    }

    List<RawBlock> inside(Window window) {
      return counted(blocks(window));
    }

    /** Returns the blocks of a window with all transactions. */
    List<RawBlock> blocks(Window window) {
      Predicate<RawBlock> isInside =
          window instanceof TimeWindow time
              ? block -> BruteForce.contains(time, block.timestamp())
              : block -> BruteForce.contains((BlockRange) window, block.number());
      return commits.bruteForce().stored().stream().filter(isInside).toList();
    }

    WindowCalls calls(Window window) {
      return calls(ledger(), window);
    }

    WindowCalls calls(Ledger ledger, Window window) {
      return WindowCalls.of(
          ledger, new WindowLookup(ledger).recorded(window), ledger.filter(rules));
    }

    ContractPeriods periods(Set<Integer> group, PeriodCalendar calendar) {
      return new ContractPeriods(ledger(), addresses(group), calendar, filter());
    }

    /** Returns what each rule left out of the calls of some contracts. */
    LeftOut leftOut(List<RawBlock> blocks, Set<Integer> group) {
      Set<Integer> counted = users(callsOf(counted(blocks), group));
      Set<Integer> all = new HashSet<>();
      List<LeftOut.ByRule> byRule = new ArrayList<>();
      for (int rule = 0; rule < rules.rules().size(); rule++) {
        List<Call> calls = callsOf(RandomRules.only(rule, blocks, rules, undetailed), group);
        Set<Integer> senders = new HashSet<>(users(calls));
        senders.removeAll(counted);
        all.addAll(senders);
        byRule.add(new LeftOut.ByRule(rules.rules().get(rule), calls.size(), senders.size()));
      }
      return new LeftOut(byRule, all.size());
    }
  }

  /** A call of a contract by a user. */
  private record Call(RawBlock block, int place, int user, int contract, Integer selector) {}

  @Property
  void shouldRankTheContractsOfAnyWindow(@ForAll("cases") Case scenario) {
    for (Window window : windows(scenario, 4)) {
      WindowCalls calls = scenario.calls(window);
      assertThat(calls.unknown()).isEqualTo(expectedUnknown(scenario, calls, window));
      if (calls.isKnown()) {
        for (ContractRanking.Order order : ContractRanking.Order.values()) {
          List<ContractRanking.Entry> expected = ranked(scenario.inside(window), order);
          int from = scenario.random().nextInt(6);
          int to = from + 1 + scenario.random().nextInt(20);

          assertThat(calls.ranking().size()).isEqualTo(expected.size());
          assertThat(calls.ranking().ranked(order, from, to))
              .isEqualTo(
                  expected.subList(Math.min(from, expected.size()), Math.min(to, expected.size())));
          assertThat(calls.ranking().ranked(order, 0, ACCOUNTS)).isEqualTo(expected);
        }
      }
    }
  }

  @Property
  void shouldCountTheUsersOfContractsAndGroupsByFunction(@ForAll("cases") Case scenario) {
    for (Window window : windows(scenario, 3)) {
      WindowCalls calls = scenario.calls(window);
      for (Set<Integer> group : groups(scenario.random(), 5)) {
        List<RawBlock> blocks = scenario.inside(window);
        if (calls.isKnown()) {
          List<Call> expected = callsOf(blocks, group);
          ContractUsers users = calls.users(addresses(group));

          assertThat(users.transactions()).isEqualTo(expected.size());
          assertThat(users.users()).isEqualTo(users(expected).size());
          assertThat(users.newUsers()).isEqualTo(shared(users(expected), newSenders(blocks)));
          assertThat(users.functionsComplete()).isTrue();
          assertFunctions(calls, group, users.functions(), expected);
          assertThat(calls.leftOut(addresses(group)))
              .isEqualTo(scenario.leftOut(scenario.blocks(window), group));
          assertThat(calls.concentration(addresses(group))).isEqualTo(concentration(expected));
        }
      }
    }
  }

  private static Concentration concentration(List<Call> calls) {
    Map<Integer, Integer> byUser = new TreeMap<>();
    calls.forEach(call -> byUser.merge(call.user(), 1, Integer::sum));
    return Concentration.of(byUser.values().stream().mapToInt(count -> count).toArray());
  }

  private static void assertFunctions(
      WindowCalls calls,
      Set<Integer> group,
      List<ContractUsers.FunctionCalls> functions,
      List<Call> expected) {
    Map<OptionalInt, List<Call>> byFunction =
        expected.stream()
            .collect(
                Collectors.groupingBy(
                    call ->
                        call.selector() == null
                            ? OptionalInt.empty()
                            : OptionalInt.of(call.selector())));
    assertThat(functions)
        .isSortedAccordingTo(
            Comparator.comparingLong(ContractUsers.FunctionCalls::transactions).reversed());
    assertThat(functions)
        .containsExactlyInAnyOrderElementsOf(
            byFunction.entrySet().stream()
                .map(
                    function ->
                        new ContractUsers.FunctionCalls(
                            function.getKey(), function.getValue().size()))
                .toList());
    assertThat(calls.usersOfFunctions(addresses(group), functions))
        .containsExactly(
            functions.stream()
                .mapToLong(function -> users(byFunction.get(function.selector())).size())
                .toArray());
  }

  @Property
  void shouldFindTheUsersThatTwoGroupsShare(@ForAll("cases") Case scenario) {
    for (Window window : windows(scenario, 3)) {
      WindowCalls calls = scenario.calls(window);
      List<Set<Integer>> groups = groups(scenario.random(), 4);
      if (calls.isKnown()) {
        List<RawBlock> blocks = scenario.inside(window);
        OverlapMatrix matrix =
            calls.overlaps(groups.stream().map(ContractsPropertyTest::addresses).toList());
        for (int a = 0; a < groups.size(); a++) {
          for (int b = 0; b < groups.size(); b++) {
            Map<Integer, Integer> firstOfA = firstCalls(callsOf(blocks, groups.get(a)));
            Map<Integer, Integer> firstOfB = firstCalls(callsOf(blocks, groups.get(b)));
            Set<Integer> both = new HashSet<>(firstOfA.keySet());
            both.retainAll(firstOfB.keySet());

            Overlap expected =
                new Overlap(
                    firstOfA.size(),
                    firstOfB.size(),
                    both.size(),
                    both.stream().filter(user -> firstOfA.get(user) < firstOfB.get(user)).count(),
                    both.stream().filter(user -> firstOfB.get(user) < firstOfA.get(user)).count());
            assertThat(calls.overlap(addresses(groups.get(a)), addresses(groups.get(b))))
                .isEqualTo(expected);
            if (a != b) {
              assertThat(matrix.of(a, b)).isEqualTo(expected);
            }
          }
        }
      }
    }
  }

  @Property
  void shouldFindWhereNewcomersBeginAndWhetherTheyComeBack(@ForAll("cases") Case scenario) {
    for (Window window : windows(scenario, 3)) {
      WindowCalls calls = scenario.calls(window);
      if (calls.isKnown()) {
        List<RawBlock> blocks = scenario.inside(window);
        Map<Integer, List<Integer>> beginners = new TreeMap<>();
        for (int newcomer : newSenders(blocks)) {
          int first =
              callsOf(blocks, everyContract()).stream()
                  .filter(call -> call.user() == newcomer)
                  .findFirst()
                  .map(Call::contract)
                  .orElse(-1);
          beginners.computeIfAbsent(first, added -> new ArrayList<>()).add(newcomer);
        }
        Function<List<Integer>, Function<Optional<Address>, Newcomers.Entry>> expected =
            group ->
                contract ->
                    new Newcomers.Entry(
                        contract,
                        group.size(),
                        returned(scenario, blocks, group, 1),
                        returned(scenario, blocks, group, 7));
        List<Integer> without = beginners.getOrDefault(-1, List.of());
        beginners.remove(-1);
        List<Newcomers.Entry> ranked =
            beginners.entrySet().stream()
                .map(
                    entry ->
                        expected
                            .apply(entry.getValue())
                            .apply(Optional.of(RawBlock.address(entry.getKey()))))
                .sorted(
                    Comparator.comparingLong(Newcomers.Entry::newcomers)
                        .reversed()
                        .thenComparing(entry -> entry.contract().orElseThrow()))
                .toList();
        Newcomers newcomers = calls.newcomers();

        assertThat(newcomers.total()).isEqualTo(newSenders(blocks).size());
        assertThat(newcomers.size()).isEqualTo(ranked.size());
        assertThat(newcomers.ranked(0, ACCOUNTS)).isEqualTo(ranked);
        int from = scenario.random().nextInt(5);
        assertThat(newcomers.ranked(from, from + 2))
            .isEqualTo(
                ranked.subList(Math.min(from, ranked.size()), Math.min(from + 2, ranked.size())));
        assertThat(newcomers.withoutContract())
            .isEqualTo(expected.apply(without).apply(Optional.empty()));
        assertThat(newcomers.all())
            .isEqualTo(expected.apply(List.copyOf(newSenders(blocks))).apply(Optional.empty()));
      }
    }
  }

  private static Newcomers.Returned returned(
      Case scenario, List<RawBlock> blocks, List<Integer> newcomers, int later) {
    long known = 0;
    long returned = 0;
    for (int newcomer : newcomers) {
      long began =
          blocks.stream()
              .filter(
                  block ->
                      block.transactions().stream()
                          .anyMatch(t -> t.from() == newcomer && t.nonce() == 0))
              .findFirst()
              .orElseThrow()
              .timestamp();
      long start = (began / DAY + later) * DAY;
      TimeWindow day = new TimeWindow(start, start + DAY);
      if (scenario.commits().bruteForce().during(day).complete()) {
        known++;
        returned += transactions(scenario.inside(day)).anyMatch(t -> t.from() == newcomer) ? 1 : 0;
      }
    }
    return new Newcomers.Returned(known, returned);
  }

  @Property
  void shouldFollowContractsOverTime(@ForAll("cases") Case scenario) {
    Set<Integer> group = groups(scenario.random(), 1).get(0);
    PeriodCalendar calendar = RandomCalendars.any(scenario.random());
    for (Resolution resolution : List.of(Resolution.HOUR, Resolution.DAY, Resolution.WEEK)) {
      TimeWindow bounds = scenario.commits().windows(1).get(0);
      for (ContractSeries.Metric metric : ContractSeries.Metric.values()) {
        ContractPeriods periods = scenario.periods(group, calendar);
        List<ContractPeriods.Point<Long>> points =
            new ContractSeries(periods, metric)
                .points(
                    periods.windows(
                        resolution,
                        OptionalLong.of(bounds.from()),
                        OptionalLong.of(bounds.to()),
                        1_000));
        for (ContractPeriods.Point<Long> point : points) {
          WindowCalls calls = scenario.calls(point.window());
          assertThat(calendar.around(resolution, point.window().from())).isEqualTo(point.window());
          assertThat(point.complete())
              .isEqualTo(scenario.commits().bruteForce().during(point.window()).complete());
          assertThat(point.value())
              .as("%s at %s", metric, point.window())
              .isEqualTo(
                  calls.isKnown()
                      ? Optional.of(value(metric, scenario.inside(point.window()), group))
                      : Optional.empty());
        }
        assertThat(points.stream().map(ContractPeriods.Point::window).toList())
            .isSortedAccordingTo(Comparator.comparingLong(TimeWindow::from))
            .doesNotHaveDuplicates();
        long covered =
            scenario.inside(bounds).stream()
                .map(block -> calendar.around(resolution, block.timestamp()))
                .distinct()
                .count();
        assertThat(points.size()).isGreaterThanOrEqualTo((int) Math.min(covered - 1, 1_000));
      }
    }
  }

  @Property
  void shouldFollowTheConcentrationOfContractsOverTime(@ForAll("cases") Case scenario) {
    Set<Integer> group = groups(scenario.random(), 1).get(0);
    PeriodCalendar calendar = RandomCalendars.any(scenario.random());
    ContractPeriods periods = scenario.periods(group, calendar);
    for (Resolution resolution : List.of(Resolution.HOUR, Resolution.DAY, Resolution.WEEK)) {
      List<ContractPeriods.Point<Concentration>> points =
          periods.concentrations(
              periods.windows(resolution, OptionalLong.empty(), OptionalLong.empty(), 1_000));
      for (ContractPeriods.Point<Concentration> point : points) {
        assertThat(point.value())
            .isEqualTo(
                scenario.calls(point.window()).isKnown()
                    ? Optional.of(concentration(callsOf(scenario.inside(point.window()), group)))
                    : Optional.empty());
      }
      List<TimeWindow> known =
          points.stream()
              .filter(point -> point.value().isPresent())
              .map(ContractPeriods.Point::window)
              .toList();
      assertThat(periods.leftOut(points))
          .isEqualTo(
              known.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      scenario.leftOut(
                          scenario.blocks(
                              new TimeWindow(
                                  known.get(0).from(), known.get(known.size() - 1).to())),
                          group)));
    }
  }

  private static long value(
      ContractSeries.Metric metric, List<RawBlock> blocks, Set<Integer> group) {
    List<Call> calls = callsOf(blocks, group);
    return switch (metric) {
      case USERS -> users(calls).size();
      case TRANSACTIONS -> calls.size();
      case NEW_USERS -> shared(users(calls), newSenders(blocks));
    };
  }

  @Property
  void shouldFindTheFirstAndTheLastCall(@ForAll("cases") Case scenario) {
    Predicate<RandomCommits.Version> detailed = ContractsPropertyTest::isDetailed;
    boolean allKnown = scenario.commits().held().stream().allMatch(detailed);
    List<RawBlock> stored = scenario.stored();
    for (Set<Integer> group : groups(scenario.random(), 5)) {
      CallSightings sightings =
          CallSightings.of(scenario.ledger(), addresses(group), scenario.filter());
      List<Call> calls = callsOf(stored, group);
      if (allKnown) {
        assertThat(sightings.first()).isEqualTo(calls.stream().findFirst().map(this::sighting));
        assertThat(sightings.last())
            .isEqualTo(calls.stream().reduce((a, b) -> b).map(this::sighting));
      } else {
        sightings
            .first()
            .ifPresent(first -> assertThat(first.block()).isLessThan(unknown(scenario, false)));
        sightings
            .last()
            .ifPresent(last -> assertThat(last.block()).isGreaterThan(unknown(scenario, true)));
      }
    }
  }

  /** Returns the first block of the lowest record without details, or of the highest. */
  private static long unknown(Case scenario, boolean highest) {
    LongSummaryStatistics blocks =
        scenario.commits().held().stream()
            .filter(version -> !isDetailed(version))
            .mapToLong(version -> version.blocks().get(0).number())
            .summaryStatistics();
    return highest ? blocks.getMax() : blocks.getMin();
  }

  private Sighting sighting(Call call) {
    return new Sighting(call.block().number(), call.block().timestamp());
  }

  @Property
  void shouldKnowNothingOfWindowsThatAreNotInMemory(@ForAll("cases") Case scenario) {
    Ledger limited = scenario.ledger().within(scenario.ledger().bytes() * 2 / 3);
    for (TimeWindow window : scenario.commits().windows(5)) {
      WindowCalls calls = scenario.calls(limited, window);
      WindowCalls all = scenario.calls(window);
      if (calls.isKnown()) {
        assertThat(calls.ranking().ranked(ContractRanking.Order.USERS, 0, ACCOUNTS))
            .isEqualTo(all.ranking().ranked(ContractRanking.Order.USERS, 0, ACCOUNTS));
      } else if (all.isKnown()) {
        assertThat(calls.unknown()).contains(UnknownReason.NOT_IN_MEMORY);
        if (calls.availableFrom().isPresent()) {
          long from = calls.availableFrom().getAsLong();
          assertThat(from).isGreaterThan(window.from());
          assertThat(scenario.calls(limited, new TimeWindow(from, from + DAY)).unknown())
              .isNotEqualTo(Optional.of(UnknownReason.WITHOUT_INPUT));
        }
      }
    }
  }

  private static Optional<UnknownReason> expectedUnknown(
      Case scenario, WindowCalls calls, Window window) {
    if (!calls.activity().isKnown()) {
      return Optional.of(UnknownReason.NOT_IN_MEMORY);
    }
    Set<Long> inside =
        scenario.inside(window).stream().map(RawBlock::number).collect(Collectors.toSet());
    return scenario.commits().held().stream()
            .filter(version -> version.blocks().stream().anyMatch(b -> inside.contains(b.number())))
            .allMatch(ContractsPropertyTest::isDetailed)
        ? Optional.empty()
        : Optional.of(UnknownReason.WITHOUT_INPUT);
  }

  private static boolean isDetailed(RandomCommits.Version version) {
    return transactions(version.blocks()).map(RawTransaction::details).allMatch(Objects::nonNull);
  }

  private static List<Window> windows(Case scenario, int count) {
    List<Window> windows = new ArrayList<>(scenario.commits().windows(count));
    windows.addAll(scenario.commits().ranges(count));
    return windows;
  }

  private static List<Set<Integer>> groups(Random random, int count) {
    List<Set<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int size = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(6);
      groups.add(
          random
              .ints(size, 0, random.nextBoolean() ? 8 : ACCOUNTS)
              .boxed()
              .collect(Collectors.toSet()));
    }
    return groups;
  }

  private static Set<Integer> everyContract() {
    return IntStream.range(0, ACCOUNTS).boxed().collect(Collectors.toSet());
  }

  private static List<Address> addresses(Set<Integer> accounts) {
    return accounts.stream().map(RawBlock::address).toList();
  }

  private static Stream<RawTransaction> transactions(List<RawBlock> blocks) {
    return blocks.stream().flatMap(block -> block.transactions().stream());
  }

  /** Returns the calls of some contracts, in order; the place counts all transactions. */
  private static List<Call> callsOf(List<RawBlock> blocks, Set<Integer> contracts) {
    List<Call> calls = new ArrayList<>();
    int place = 0;
    for (RawBlock block : blocks) {
      for (RawTransaction transaction : block.transactions()) {
        if (transaction.to() != null
            && transaction.details() != null
            && transaction.details().hasInput()
            && contracts.contains(transaction.to())) {
          calls.add(
              new Call(
                  block,
                  place,
                  transaction.from(),
                  transaction.to(),
                  transaction.details().selector()));
        }
        place++;
      }
    }
    return calls;
  }

  private static Set<Integer> users(List<Call> calls) {
    return calls.stream().map(Call::user).collect(Collectors.toSet());
  }

  private static Map<Integer, Integer> firstCalls(List<Call> calls) {
    Map<Integer, Integer> first = new TreeMap<>();
    calls.forEach(call -> first.putIfAbsent(call.user(), call.place()));
    return first;
  }

  private static Set<Integer> newSenders(List<RawBlock> blocks) {
    return transactions(blocks)
        .filter(transaction -> transaction.nonce() == 0)
        .map(RawTransaction::from)
        .collect(Collectors.toSet());
  }

  private static long shared(Set<Integer> one, Set<Integer> other) {
    return one.stream().filter(other::contains).count();
  }

  private static List<ContractRanking.Entry> ranked(
      List<RawBlock> blocks, ContractRanking.Order order) {
    Set<Integer> newSenders = newSenders(blocks);
    Map<Integer, List<Call>> byContract =
        callsOf(blocks, everyContract()).stream().collect(Collectors.groupingBy(Call::contract));
    return byContract.entrySet().stream()
        .map(
            entry ->
                new ContractRanking.Entry(
                    RawBlock.address(entry.getKey()),
                    users(entry.getValue()).size(),
                    entry.getValue().size(),
                    shared(users(entry.getValue()), newSenders)))
        .sorted(
            Comparator.comparingLong(
                    (ContractRanking.Entry entry) ->
                        order == ContractRanking.Order.USERS ? entry.users() : entry.transactions())
                .reversed()
                .thenComparing(ContractRanking.Entry::contract))
        .toList();
  }
}
