package network.rei.dau.simulator.chain;

import java.util.Arrays;

/**
 * Appends blocks to a chain and removes them. Stores the next nonce of each account, so that the
 * nonces of a sender are consecutive along the chain, also after reorganisations. Not thread-safe.
 */
final class ChainBuilder {

  private static final int SPARE_BLOCKS = 64;
  private static final double RECENT_ACCOUNT_SHARE = 0.1;
  private static final int RECENT_ACCOUNTS = 2000;

  private final ChainSpec spec;
  private final int genesisBranch;
  private final long base;
  private final long firstTime;
  private final Accounts accounts;
  private final TransactionGenerator traffic;
  private final TransactionGenerator.Draws draws = new TransactionGenerator.Draws();
  private final Dapps dapps;

  private int branch;
  private int size;
  private int[] branches;
  private int[] times;
  private int[] ends;
  private int[] senders;
  private int[] recipients;
  private int[] nonces;
  private int[] nextNonce;
  private int newAccounts;
  private int systemTransactions;

  /** Builds a chain with all blocks of the spec on the given branch. */
  ChainBuilder(ChainSpec spec, int genesisBranch) {
    this.spec = spec;
    this.genesisBranch = genesisBranch;
    this.branch = genesisBranch;
    this.base = ChainView.base(spec);
    this.accounts = new Accounts(spec);
    int count = spec.firstBlock() == 0 ? spec.blocks() - 1 : spec.blocks();
    long span = 0;
    for (int i = 1; i < count; i++) {
      span += spec.timing().gapBefore(spec.seed(), branch, base + i);
    }
    long anchor = spec.anchor().getEpochSecond();
    this.firstTime = spec.anchoredAtHead() ? anchor - span : anchor;
    if (firstTime < spec.genesisTime().getEpochSecond()) {
      throw new IllegalArgumentException(
          "block " + base + " would be before genesisTime " + spec.genesisTime());
    }
    int denseDays = spec.traffic().denseDays();
    long denseFrom = denseDays == 0 ? 0 : firstTime + span - denseDays * 86_400L;
    this.traffic = new TransactionGenerator(spec.traffic(), firstTime, denseFrom);
    this.dapps = new Dapps(firstTime + span);
    int blocks = count + SPARE_BLOCKS;
    int transactions =
        (int) Math.min(1 << 20, 64 + (long) (blocks * spec.traffic().transactionsPerBlock()));
    branches = new int[blocks];
    times = new int[blocks];
    ends = new int[blocks];
    senders = new int[transactions];
    recipients = new int[transactions];
    nonces = new int[transactions];
    nextNonce = initialNonces();
    append(count);
  }

  /** Returns the nonces before the first block: if it is not block 1, most accounts have sent. */
  private int[] initialNonces() {
    int[] next = new int[spec.traffic().population()];
    if (spec.firstBlock() > 1) {
      for (int account = 0; account < next.length; account++) {
        long word = HashRandom.word(HashRandom.key(spec.seed(), HashRandom.HISTORY, account, 0), 0);
        next[account] = (word & 3) == 0 ? 0 : (int) ((word >>> 8) % 1000) + 1;
      }
    }
    return next;
  }

  ChainView view() {
    return new ChainView(
        spec,
        genesisBranch,
        size,
        new ChainView.Columns(branches, times, ends, senders, recipients, nonces),
        accounts);
  }

  /** Returns the timestamp of the next block. */
  long nextTime() {
    return size == 0
        ? firstTime
        : times[size - 1] + spec.timing().gapBefore(spec.seed(), branch, base + size);
  }

  void append(int count) {
    for (int i = 0; i < count; i++) {
      appendBlock();
    }
  }

  private void appendBlock() {
    if (size == branches.length) {
      int capacity = size + size / 4 + SPARE_BLOCKS;
      branches = Arrays.copyOf(branches, capacity);
      times = Arrays.copyOf(times, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    long number = base + size;
    int time = Math.toIntExact(nextTime());
    draws.restart(HashRandom.key(spec.seed(), HashRandom.TRAFFIC, branch, number));
    int end = size == 0 ? 0 : ends[size - 1];
    if (spec.traffic().dapps()) {
      end = appendWithDapps(end, time, number);
    } else {
      for (int left = traffic.transactions(time, 1, draws); left > 0; left--) {
        appendTransaction(end++);
      }
    }
    branches[size] = branch;
    times[size] = time;
    ends[size] = end;
    size++;
  }

  private void appendTransaction(int place) {
    int sender = drawSender(spec.traffic().newAccountShare());
    add(place, sender, nextNonce[sender]++, drawCreation() ? ChainView.NO_ACCOUNT : drawAccount());
  }

  /** Appends the transactions of a block and returns the place after the last. */
  private int appendWithDapps(int firstPlace, long time, long number) {
    int place = firstPlace;
    if (Dapps.hasSystemTransaction(number)) {
      add(place++, Dapps.SYSTEM_SENDER, systemTransactions++, Dapps.systemContract());
    }
    Dapps.Moment moment = dapps.at(time);
    double newAccountShare = spec.traffic().newAccountShare() * Dapps.newAccounts(moment);
    for (int left = traffic.transactions(time, Dapps.volume(moment), draws); left > 0; left--) {
      int sender = drawSender(newAccountShare);
      if (sender < spec.traffic().population()) {
        sender = Dapps.senderInsteadOf(sender);
      }
      int nonce = nextNonce[sender]++;
      int recipient = ChainView.NO_ACCOUNT;
      if (!drawCreation()) {
        int contract = Dapps.contract(spec.seed(), sender, nonce == 0, moment, draws);
        recipient = contract == ChainView.NO_ACCOUNT ? drawAccount() : contract;
      }
      add(place++, sender, nonce, recipient);
    }
    return place;
  }

  private void add(int place, int sender, int nonce, int recipient) {
    if (place == senders.length) {
      int capacity = place + place / 2 + SPARE_BLOCKS;
      senders = Arrays.copyOf(senders, capacity);
      recipients = Arrays.copyOf(recipients, capacity);
      nonces = Arrays.copyOf(nonces, capacity);
    }
    senders[place] = sender;
    nonces[place] = nonce;
    recipients[place] = recipient;
  }

  private boolean drawCreation() {
    return draws.next() < spec.traffic().creationShare();
  }

  private int drawAccount() {
    return traffic.account(draws);
  }

  private int drawSender(double newAccountShare) {
    int population = spec.traffic().population();
    if (draws.next() < newAccountShare) {
      int sender = population + newAccounts++;
      if (sender == nextNonce.length) {
        nextNonce = Arrays.copyOf(nextNonce, sender + sender / 4 + SPARE_BLOCKS);
      }
      return sender;
    }
    if (newAccounts > 0 && draws.next() < RECENT_ACCOUNT_SHARE) {
      int recent = Math.min(newAccounts, RECENT_ACCOUNTS);
      return population + newAccounts - 1 - (int) (draws.next() * recent);
    }
    return drawAccount();
  }

  /** Removes the newest blocks; blocks appended from now on belong to the given branch. */
  void rewind(int depth, int newBranch) {
    if (depth < 0 || depth > size) {
      throw new IllegalArgumentException("depth is " + depth + ", but must be 0 to " + size);
    }
    int end = size == 0 ? 0 : ends[size - 1];
    size -= depth;
    int keptEnd = size == 0 ? 0 : ends[size - 1];
    for (int t = end - 1; t >= keptEnd; t--) {
      if (senders[t] == Dapps.SYSTEM_SENDER) {
        systemTransactions--;
        continue;
      }
      nextNonce[senders[t]]--;
      if (nonces[t] == 0 && senders[t] == spec.traffic().population() + newAccounts - 1) {
        newAccounts--;
      }
    }
    branch = newBranch;
    // Existing views share the old arrays, which must not be overwritten.
    branches = Arrays.copyOf(branches, size + SPARE_BLOCKS);
    times = Arrays.copyOf(times, size + SPARE_BLOCKS);
    ends = Arrays.copyOf(ends, size + SPARE_BLOCKS);
    senders = Arrays.copyOf(senders, keptEnd + SPARE_BLOCKS);
    recipients = Arrays.copyOf(recipients, keptEnd + SPARE_BLOCKS);
    nonces = Arrays.copyOf(nonces, keptEnd + SPARE_BLOCKS);
  }
}
