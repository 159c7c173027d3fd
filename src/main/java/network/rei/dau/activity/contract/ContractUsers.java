package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import network.rei.dau.activity.block.TransactionKind;

/**
 * The users of a contract or of several contracts together in a window.
 *
 * @param users distinct senders of their calls
 * @param transactions their calls
 * @param newUsers users that are new senders of the window
 * @param functions the functions that were called, most transactions first
 * @param functionsComplete false if a record has too many distinct selectors to hold all, so that
 *     calls of rare functions are among those of no known function
 */
public record ContractUsers(
    long users,
    long transactions,
    long newUsers,
    List<FunctionCalls> functions,
    boolean functionsComplete) {

  /**
   * The calls of a function.
   *
   * @param selector the first four bytes of the input; empty for input that is shorter, or whose
   *     selector is not known
   */
  public record FunctionCalls(OptionalInt selector, long transactions) {}

  /** Among equals those without a selector come first, and then lower selectors. */
  private static final Comparator<FunctionCalls> MOST_TRANSACTIONS_FIRST =
      Comparator.comparingLong((FunctionCalls calls) -> -calls.transactions())
          .thenComparing(calls -> calls.selector().isPresent())
          .thenComparingLong(calls -> Integer.toUnsignedLong(calls.selector().orElse(0)));

  /**
   * Counts the calls in a window whose calls are known.
   *
   * @param contracts the numbers of the contracts
   */
  static ContractUsers of(WindowCalls window, int[] contracts) {
    CallReader reader = new CallReader();
    NumberSet users = window.emptySet();
    long transactions = 0;
    Map<OptionalInt, long[]> functions = new HashMap<>();
    boolean complete = true;
    for (CallsPart part : window.parts()) {
      reader.read(part, contracts);
      if (reader.size() > 0) {
        transactions += reader.size();
        complete &= part.details().selectorsComplete();
        reader.addUsersTo(users, part);
        int[] kinds = new int[part.details().kindCount()];
        for (int call = 0; call < reader.size(); call++) {
          int transaction = reader.transaction(call);
          kinds[part.details().kindOf(transaction)]++;
        }
        for (int kind = 0; kind < kinds.length; kind++) {
          if (kinds[kind] > 0) {
            functions.computeIfAbsent(selector(part, kind), key -> new long[1])[0] += kinds[kind];
          }
        }
      }
    }
    return new ContractUsers(
        users.count(),
        transactions,
        users.sharedWith(window.newSenders()),
        sorted(functions),
        complete);
  }

  private static OptionalInt selector(CallsPart part, int place) {
    TransactionKind kind = part.details().kind(place);
    return kind.hasSelector() ? OptionalInt.of(kind.selector()) : OptionalInt.empty();
  }

  private static List<FunctionCalls> sorted(Map<OptionalInt, long[]> functions) {
    return functions.entrySet().stream()
        .map(entry -> new FunctionCalls(entry.getKey(), entry.getValue()[0]))
        .sorted(MOST_TRANSACTIONS_FIRST)
        .toList();
  }

  /**
   * Counts the distinct users of some functions, which takes a bit for each address and function,
   * or four bytes for each call of a rare function.
   *
   * @param asked some of the {@link #functions()} of the same window and contracts
   * @return for each of them its distinct users
   */
  static long[] usersOf(WindowCalls window, int[] contracts, List<FunctionCalls> asked) {
    Map<OptionalInt, Integer> places = new HashMap<>();
    DistinctNumbers[] users = new DistinctNumbers[asked.size()];
    for (int i = 0; i < users.length; i++) {
      places.put(asked.get(i).selector(), i);
      users[i] = new DistinctNumbers(window.addresses().size(), asked.get(i).transactions());
    }
    CallReader reader = new CallReader();
    for (CallsPart part : window.parts()) {
      reader.read(part, contracts);
      if (reader.size() > 0) {
        DistinctNumbers[] ofKinds = new DistinctNumbers[part.details().kindCount()];
        for (int kind = 0; kind < ofKinds.length; kind++) {
          Integer place = places.get(selector(part, kind));
          ofKinds[kind] = place == null ? null : users[place];
        }
        for (int call = 0; call < reader.size(); call++) {
          int transaction = reader.transaction(call);
          DistinctNumbers ofKind = ofKinds[part.details().kindOf(transaction)];
          if (ofKind != null) {
            ofKind.add(part.sender(transaction));
          }
        }
      }
    }
    return Arrays.stream(users).mapToLong(DistinctNumbers::count).toArray();
  }
}
