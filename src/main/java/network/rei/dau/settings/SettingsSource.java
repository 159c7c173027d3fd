package network.rei.dau.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The values of all settings. The sources are, in descending precedence, the environment, a {@code
 * .env} file, a configuration file, and the defaults of {@code reference.conf}.
 */
public final class SettingsSource {

  private static final String ROOT = "rei-dau";

  private final Config config;
  private final List<String> warnings;

  private SettingsSource(Config config, List<String> warnings) {
    this.config = config;
    this.warnings = warnings;
  }

  /**
   * Reads all sources.
   *
   * @param file the configuration file in HOCON
   * @param folder the folder of the optional {@code .env} file
   * @param environment the environment variables
   * @throws SettingsException if a file cannot be read or sets an unknown key
   */
  public static SettingsSource load(
      Optional<Path> file, Path folder, Map<String, String> environment) {
    Config defaults = ConfigFactory.defaultReference();
    Config written = file.map(SettingsSource::parse).orElse(ConfigFactory.empty());
    Map<String, String> dotenv = dotenv(folder);
    Config config =
        overrides(defaults, environment, "")
            .withFallback(overrides(defaults, dotenv, " in .env"))
            .withFallback(ConfigFactory.defaultOverrides())
            .withFallback(written)
            .withFallback(ConfigFactory.parseResources("akka-overrides.conf"))
            .withFallback(defaults);
    try {
      Config resolved = config.resolve();
      file.ifPresent(named -> requireKnown(written, defaults, named));
      Map<String, String> variables = new HashMap<>(dotenv);
      variables.putAll(environment);
      return new SettingsSource(
          resolved, new ArrayList<>(UnknownVariables.of(variables, keys(defaults))));
    } catch (ConfigException e) {
      throw new SettingsException("the settings cannot be read: " + oneLine(e));
    }
  }

  /** Returns these settings with other values for some keys. */
  public SettingsSource with(Map<String, Object> values) {
    return new SettingsSource(
        ConfigFactory.parseMap(values, SettingsReport.COMMAND).withFallback(config), warnings);
  }

  /**
   * Returns all settings in one line, by the source that they come from, without passwords, tokens
   * and the parts of URLs that may be secret.
   */
  public String report() {
    Config defaults = ConfigFactory.defaultReference().getConfig(ROOT);
    return SettingsReport.of(config.getConfig(ROOT), defaults::hasPath);
  }

  /**
   * Adds a warning about a setting that is valid, but does not have the effect that its value
   * suggests.
   *
   * @param problem what follows the name of the setting and its value
   */
  public void warn(String key, String problem) {
    warnings.add(EnvironmentNames.described(key) + " is '" + shown(key) + "'" + problem);
  }

  /**
   * Returns what the operator should know about settings that have no effect, or another one than
   * their value suggests, a sentence for each.
   */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Returns the whole configuration, which contains that of Akka. */
  public Config config() {
    return config;
  }

  /**
   * Returns a text.
   *
   * @throws SettingsException if the value has another type; the other methods throw it, too
   */
  public String text(String key) {
    return value(key, "a text is needed", () -> config.getString(key));
  }

  /** Returns a whole number of 32 bits. */
  public int number(String key) {
    long value = longNumber(key);
    if (value != (int) value) {
      throw new SettingsException(
          key, value, "allowed are " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  /** Returns a whole number of 64 bits. */
  public long longNumber(String key) {
    String allowed = "a whole number is needed";
    BigDecimal number = value(key, allowed, () -> new BigDecimal(config.getString(key).strip()));
    return value(key, allowed, number::longValueExact);
  }

  /** Returns a number, with or without a fraction. */
  public double fraction(String key) {
    return value(key, "a number is needed", () -> config.getDouble(key));
  }

  /** Returns a duration. A number without a unit is refused, except 0. */
  public Duration time(String key) {
    String shown = shown(key).strip();
    if (shown.equals("0")) {
      return Duration.ZERO;
    }
    if (shown.isEmpty() || !Character.isLetter(shown.charAt(shown.length() - 1))) {
      throw new SettingsException(key, shown, "a duration needs a unit, such as 15 s or 7 days");
    }
    return value(
        key, "a duration is needed, such as 15 s or 7 days", () -> config.getDuration(key));
  }

  /** Returns a list, which may be given as one text with commas. */
  public List<String> texts(String key) {
    return value(
        key,
        "a list of texts is needed",
        () ->
            config.getValue(key).valueType() == ConfigValueType.STRING
                ? parts(config.getString(key))
                : config.getStringList(key));
  }

  /**
   * Returns a list of objects, which may be given as one text in HOCON, such as {@code [{a = 1}]}.
   */
  public List<Config> objects(String key) {
    return value(
        key,
        "a list of objects is needed, such as [{a = 1}]",
        () ->
            config.getValue(key).valueType() == ConfigValueType.STRING
                ? parsed(config.getString(key))
                : List.copyOf(config.getConfigList(key)));
  }

  private static List<Config> parsed(String list) {
    return list.isBlank()
        ? List.of()
        : List.copyOf(ConfigFactory.parseString("list = " + list).getConfigList("list"));
  }

  private static List<String> parts(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private <T> T value(String key, String allowed, Supplier<T> read) {
    try {
      return read.get();
    } catch (ConfigException | ArithmeticException | NumberFormatException e) {
      throw new SettingsException(key, shown(key), allowed);
    }
  }

  /**
   * Returns the value as it was given; {@code null} if a source of higher precedence removes it.
   */
  private String shown(String key) {
    return config.hasPath(key) ? String.valueOf(config.getValue(key).unwrapped()) : "null";
  }

  private static Config parse(Path file) {
    if (Files.isDirectory(file)) {
      throw new SettingsException("the configuration file " + file + " is a folder");
    }
    if (!Files.isReadable(file)) {
      String problem = Files.notExists(file) ? " does not exist" : " cannot be read";
      throw new SettingsException("the configuration file " + file + problem);
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    } catch (ConfigException e) {
      throw new SettingsException(
          "the configuration file " + file + " cannot be read: " + oneLine(e));
    }
  }

  private static void requireKnown(Config written, Config defaults, Path file) {
    Config resolved =
        written.resolveWith(
            written.withFallback(defaults).withFallback(ConfigFactory.systemEnvironment()));
    resolved.entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(key -> key.equals(ROOT) || key.startsWith(ROOT + "."))
        .filter(key -> !isSetting(key, defaults))
        .findFirst()
        .ifPresent(
            key -> {
              throw new SettingsException(
                  "the configuration file "
                      + file
                      + " sets "
                      + key
                      + ", which is not a setting: see application.conf.example");
            });
  }

  private static boolean isSetting(String key, Config defaults) {
    return defaults.hasPath(key) && defaults.getValue(key).valueType() != ConfigValueType.OBJECT;
  }

  private static Map<String, String> dotenv(Path folder) {
    Map<String, String> found = new HashMap<>();
    try {
      Dotenv.configure()
          .directory(folder.toString())
          .ignoreIfMissing()
          .load()
          .entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)
          .stream()
          .filter(entry -> entry.getValue() != null)
          .forEach((DotenvEntry entry) -> found.put(entry.getKey(), entry.getValue()));
    } catch (DotenvException e) {
      throw new SettingsException("the file .env cannot be read: " + e.getMessage());
    }
    return found;
  }

  /**
   * @param place where the variables are, for the descriptions of their origins
   */
  private static Config overrides(Config defaults, Map<String, String> variables, String place) {
    Config overrides = ConfigFactory.empty();
    for (String key : keys(defaults)) {
      for (String name : EnvironmentNames.of(key)) {
        String value = variables.get(name);
        if (value != null && !value.isBlank() && !overrides.hasPath(key)) {
          overrides =
              overrides.withValue(
                  key, ConfigValueFactory.fromAnyRef(value, "variable " + name + place));
        }
      }
    }
    return overrides;
  }

  private static List<String> keys(Config defaults) {
    return defaults.getConfig(ROOT).entrySet().stream()
        .map(setting -> ROOT + "." + setting.getKey())
        .toList();
  }

  private static String oneLine(ConfigException e) {
    return e.getMessage().lines().findFirst().orElse("it is not HOCON");
  }
}
