package network.rei.dau.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Describes settings for the log, in one line, without what may be secret. */
final class SettingsReport {

  /** The description of the values that a command sets. */
  static final String COMMAND = "command";

  private static final int MAX_LENGTH = 300;

  private static final Pattern SECRET =
      Pattern.compile(".*(password|token|secret|key|credential|authorization|headers|webhooks).*");

  /** Scheme, host and the rest of a URL, each part as far as it is not a list. */
  private static final Pattern URL = Pattern.compile("([\\w+.:-]+://)([^\\s,/?#]*)([^\\s,]*)");

  /** A list of objects that an environment variable gives as one text. */
  private static final Pattern OBJECTS = Pattern.compile("\\s*[\\[{]");

  private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*");

  /** The sources in the order in which they are reported; files are in between, by name. */
  private enum Source {
    COMMAND_LINE,
    ENVIRONMENT,
    SYSTEM_PROPERTIES,
    FILE,
    DEFAULT
  }

  private record Origin(Source source, String name) implements Comparable<Origin> {
    @Override
    public int compareTo(Origin other) {
      int bySource = source.compareTo(other.source);
      return bySource != 0 ? bySource : name.compareTo(other.name);
    }
  }

  private SettingsReport() {}

  /**
   * Returns {@code environment: a=1, b=2; application.conf: c=3; default: d=4}.
   *
   * @param isSetting which keys are settings; the launcher passes others beside them
   */
  static String of(Config settings, Predicate<String> isSetting) {
    Map<Origin, List<String>> bySource = new TreeMap<>();
    new TreeMap<>(
            settings.entrySet().stream()
                .filter(entry -> isSetting.test(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .forEach(
            (key, value) ->
                bySource
                    .computeIfAbsent(origin(value), added -> new ArrayList<>())
                    .add(key + "=" + shown(key, value)));
    return bySource.entrySet().stream()
        .map(source -> source.getKey().name() + ": " + String.join(", ", source.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static Origin origin(ConfigValue value) {
    String description = value.origin().description();
    if (description.startsWith("variable ")) {
      return description.endsWith(" in .env")
          ? new Origin(Source.FILE, ".env")
          : new Origin(Source.ENVIRONMENT, "environment");
    }
    if (description.startsWith("env var")) {
      return new Origin(Source.ENVIRONMENT, "environment");
    }
    if (description.startsWith(COMMAND)) {
      return new Origin(Source.COMMAND_LINE, "command line");
    }
    if (description.startsWith("system properties")) {
      return new Origin(Source.SYSTEM_PROPERTIES, "system properties");
    }
    String file = value.origin().filename();
    return file == null || description.contains("reference.conf")
        ? new Origin(Source.DEFAULT, "default")
        : new Origin(Source.FILE, String.valueOf(Path.of(file).getFileName()));
  }

  private static String shown(String key, ConfigValue value) {
    String text = String.valueOf(value.unwrapped());
    if (text.isBlank()) {
      return "\"\"";
    }
    if (text.equals("[]")) {
      return text;
    }
    boolean isTextOfObjects =
        value.valueType() == ConfigValueType.STRING && OBJECTS.matcher(text).lookingAt();
    if (isTextOfObjects || SECRET.matcher(key).matches()) {
      return "(set)";
    }
    if (value.valueType() == ConfigValueType.LIST
        && ((ConfigList) value)
            .stream().anyMatch(item -> item.valueType() == ConfigValueType.OBJECT)) {
      return "(" + ((ConfigList) value).size() + " entries)";
    }
    String line =
        URL.matcher(LINE_END.matcher(text).replaceAll(" ")).replaceAll(SettingsReport::masked);
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }

  /** Replaces credentials, paths and parameters of a URL, all of which may be keys. */
  private static String masked(MatchResult url) {
    boolean hasCredentials = (url.group(2) + url.group(3)).contains("@");
    String host = hasCredentials ? "…" : url.group(2);
    String rest = url.group(3).isEmpty() || url.group(3).equals("]") ? url.group(3) : "/…";
    return Matcher.quoteReplacement(url.group(1) + host + rest);
  }
}
