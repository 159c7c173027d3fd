package network.rei.dau.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the variables that begin with {@value #PREFIX} and set nothing, because they are misspelt
 * or were settings of another version.
 */
final class UnknownVariables {

  private static final String PREFIX = "REI_DAU_";

  /** The variables that the launcher reads. */
  private static final Set<String> OF_LAUNCHER = Set.of("REI_DAU_HEAP", "REI_DAU_SYSTEM");

  private UnknownVariables() {}

  /**
   * Returns a sentence for each unknown variable that is not blank, with the known variable whose
   * name is most similar. Values are not mentioned, since they may be secret.
   *
   * @param keys the keys of all settings
   */
  static List<String> of(Map<String, String> variables, Collection<String> keys) {
    Set<String> known = new TreeSet<>(OF_LAUNCHER);
    keys.forEach(key -> known.addAll(EnvironmentNames.of(key)));
    List<String> sentences = new ArrayList<>();
    new TreeMap<>(variables)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX)
                  && !value.isBlank()
                  && !known.contains(name)
                  && !isServiceLink(name, variables)) {
                sentences.add(
                    name
                        + " is not a setting and has no effect: did you mean "
                        + mostSimilar(name, known)
                        + "?");
              }
            });
    return sentences;
  }

  /**
   * Returns whether Kubernetes has set a variable for a service of the name space, such as {@code
   * REI_DAU_STATS_PORT} for the service {@code rei-dau-stats}.
   */
  private static boolean isServiceLink(String name, Map<String, String> variables) {
    return variables.keySet().stream()
        .filter(host -> host.endsWith("_SERVICE_HOST"))
        .map(host -> host.substring(0, host.length() - "_SERVICE_HOST".length()))
        .filter(service -> variables.containsKey(service + "_SERVICE_PORT"))
        .anyMatch(
            service ->
                name.startsWith(service + "_SERVICE_")
                    || name.equals(service + "_PORT")
                    || name.startsWith(service + "_PORT_"));
  }

  private static String mostSimilar(String name, Set<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String other) -> distance(name, other)))
        .orElseThrow();
  }

  /** Returns how many characters must be inserted, removed or replaced (Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
