package network.rei.dau.simulator.chain;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The dapps of a simulated chain with {@link TrafficProfile#dapps}, and a system sender, which
 * sends one transaction without a gas price in every {@value #SYSTEM_INTERVAL} blocks. Most
 * accounts have a dapp that they call more than others, and most new accounts begin at some dapp.
 */
public final class Dapps {

  /** The account of the system sender. */
  static final int SYSTEM_SENDER = 1_900_000_000;

  static final int SYSTEM_INTERVAL = 40;

  /** Contracts have numbers of which every fourth one is used, as {@link CallKind} requires. */
  private static final int FIRST_CONTRACT = 1_500_000_001;

  private static final int SYSTEM_CONTRACT = contract(17);

  private static final long SECONDS_A_DAY = 86_400;
  private static final long SECONDS_AN_HOUR = 3_600;

  /** The first of January 1970 was a Thursday, the fifth day of a week that begins on Sunday. */
  private static final int FIRST_WEEKDAY = 4;

  private static final long CAMPAIGN_START = 9 * SECONDS_A_DAY / 2;
  private static final long CAMPAIGN_END = 2 * SECONDS_A_DAY;

  private static final double DAPP_SHARE = 0.65;
  private static final double DAPP_SHARE_OF_NEW = 0.9;
  private static final double FAVOURITE_SHARE = 0.5;
  private static final double FIRST_CONTRACT_SHARE = 0.75;
  private static final double WEEKEND_VOLUME = 0.85;
  private static final double CAMPAIGN_VOLUME = 1.35;
  private static final double CAMPAIGN_NEW_ACCOUNTS = 3;

  private static final List<Dapp> DAPPS =
      List.of(
          new Dapp("Reef Dollar", contracts(0), List.of("token"), 0.30, 0.10, 0.4, 14, 0.8, false),
          new Dapp(
              "Harbor Swap",
              contracts(1, 4),
              List.of("router", "pool"),
              0.28,
              0.15,
              0.7,
              15,
              0.6,
              false),
          new Dapp(
              "Tidefall",
              contracts(2, 5),
              List.of("game", "market"),
              0.20,
              0.20,
              0.9,
              20,
              2.2,
              false),
          new Dapp(
              "Lantern Bridge", contracts(8), List.of("bridge"), 0.12, 0.40, 0.5, 9, 0.9, false),
          new Dapp("Pier Names", contracts(14), List.of("registry"), 0.10, 0.15, 0.2, 12, 1, false),
          new Dapp("Coral Drop", contracts(11), List.of("claim"), 0.60, 1.80, 0.6, 17, 1.1, true));

  /**
   * What the weights depend on.
   *
   * @param hour of the day, UTC
   * @param campaign whether the campaign is in progress
   */
  record Moment(int hour, boolean weekend, boolean campaign) {}

  private final long head;

  /**
   * @param head the timestamp of the initial head, by which the campaign is dated
   */
  Dapps(long head) {
    this.head = head;
  }

  private static int contract(int index) {
    return FIRST_CONTRACT + 4 * index;
  }

  private static List<Integer> contracts(int first, int... others) {
    List<Integer> contracts = new ArrayList<>(List.of(contract(first)));
    for (int other : others) {
      contracts.add(contract(other));
    }
    return contracts;
  }

  /**
   * Returns the labels of the dapps and of the system sender as the lines of a CSV file with the
   * columns address, name, group and url.
   */
  public static List<String> labels(ChainSpec spec) {
    Accounts accounts = new Accounts(spec);
    List<String> lines = new ArrayList<>(List.of("address,name,group,url"));
    for (Dapp dapp : DAPPS) {
      for (int i = 0; i < dapp.contracts().size(); i++) {
        lines.add(
            label(
                accounts, dapp.contracts().get(i), dapp.name(), dapp.name(), dapp.roles().get(i)));
      }
    }
    lines.add(label(accounts, SYSTEM_SENDER, "Chain", "Chain", "system sender"));
    lines.add(label(accounts, SYSTEM_CONTRACT, "Chain", "Chain", "block attributes"));
    return lines;
  }

  private static String label(
      Accounts accounts, int account, String name, String group, String role) {
    return "%s,%s: %s,%s,https://%s.example/"
        .formatted(
            hexAddress(accounts, account),
            name,
            role,
            group,
            group.toLowerCase(Locale.ROOT).replace(' ', '-'));
  }

  /** Returns the address of the system sender: {@code 0x} and 40 digits. */
  public static String systemSender(ChainSpec spec) {
    return hexAddress(new Accounts(spec), SYSTEM_SENDER);
  }

  private static String hexAddress(Accounts accounts, int account) {
    return "0x" + HexFormat.of().formatHex(accounts.address(account));
  }

  /** Returns whether a block has a transaction of the system sender. */
  static boolean hasSystemTransaction(long block) {
    return block % SYSTEM_INTERVAL == 0;
  }

  static int systemContract() {
    return SYSTEM_CONTRACT;
  }

  /** Returns what the weights depend on at a time. */
  Moment at(long timestamp) {
    long weekday = (timestamp / SECONDS_A_DAY + FIRST_WEEKDAY) % 7;
    return new Moment(
        (int) (timestamp / SECONDS_AN_HOUR % 24),
        weekday == 0 || weekday == 6,
        timestamp >= head - CAMPAIGN_START && timestamp < head - CAMPAIGN_END);
  }

  /** Returns the factor of the number of transactions. */
  static double volume(Moment moment) {
    return (moment.weekend() ? WEEKEND_VOLUME : 1) * (moment.campaign() ? CAMPAIGN_VOLUME : 1);
  }

  /** Returns the factor of the share of new accounts. */
  static double newAccounts(Moment moment) {
    return moment.campaign() ? CAMPAIGN_NEW_ACCOUNTS : 1;
  }

  /** Returns an account that sends transactions, as contracts do not. */
  static int senderInsteadOf(int account) {
    return CallKind.isContract(account) ? account - 1 : account;
  }

  /**
   * Draws the contract that a sender calls, or {@link ChainView#NO_ACCOUNT} if it calls none of a
   * dapp.
   *
   * @param isNew whether it is the first transaction of the sender
   */
  static int contract(
      long seed, int sender, boolean isNew, Moment moment, TransactionGenerator.Draws draws) {
    if (draws.next() >= (isNew ? DAPP_SHARE_OF_NEW : DAPP_SHARE)) {
      return ChainView.NO_ACCOUNT;
    }
    Dapp dapp = isNew ? draw(draws, moment, Dapp::entry) : dapp(seed, sender, moment, draws);
    int others = dapp.contracts().size() - 1;
    return others == 0 || draws.next() < FIRST_CONTRACT_SHARE
        ? dapp.contracts().get(0)
        : dapp.contracts().get(1 + (int) (draws.next() * others));
  }

  private static Dapp dapp(long seed, int sender, Moment moment, TransactionGenerator.Draws draws) {
    Dapp favourite = DAPPS.get((int) ((HashRandom.accountKey(seed, sender) >>> 1) % DAPPS.size()));
    // a favourite is called less often at the times at which its dapp is calm
    return draws.next() < FAVOURITE_SHARE * Math.min(1, favourite.activity(moment))
        ? favourite
        : draw(draws, moment, Dapp::weight);
  }

  private static Dapp draw(
      TransactionGenerator.Draws draws, Moment moment, ToDoubleFunction<Dapp> weight) {
    double total = 0;
    for (Dapp dapp : DAPPS) {
      total += weight.applyAsDouble(dapp) * dapp.activity(moment);
    }
    double left = draws.next() * total;
    for (Dapp dapp : DAPPS) {
      left -= weight.applyAsDouble(dapp) * dapp.activity(moment);
      if (left < 0) {
        return dapp;
      }
    }
    return DAPPS.get(DAPPS.size() - 1);
  }
}
