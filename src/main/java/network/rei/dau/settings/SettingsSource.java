package network.rei.dau.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings, from where they stand: the environment over a {@code .env} file over a
 * configuration file over the defaults of {@code reference.conf}.
 */
public final class SettingsSource {

  private static final String ROOT = "rei-dau";

  private final Config config;

  private SettingsSource(Config config) {
    this.config = config;
  }

  /**
   * Reads all of them.
   *
   * @param file HOCON, if there is one
   * @param folder where a {@code .env} file is looked for
   * @param environment names and values, over everything else
   * @throws SettingsException if a file cannot be read, or names a key that does not exist
   */
  public static SettingsSource load(
      Optional<Path> file, Path folder, Map<String, String> environment) {
    Config defaults = ConfigFactory.defaultReference();
    Config written = file.map(SettingsSource::parse).orElse(ConfigFactory.empty());
    requireKnown(written, defaults, file);
    Map<String, String> variables = new HashMap<>(dotenv(folder));
    variables.putAll(environment);
    Config config =
        overrides(defaults, variables)
            .withFallback(ConfigFactory.defaultOverrides())
            .withFallback(written)
            .withFallback(ConfigFactory.parseResources("akka-overrides.conf"))
            .withFallback(defaults);
    try {
      return new SettingsSource(config.resolve());
    } catch (ConfigException e) {
      throw new SettingsException(oneLine(e));
    }
  }

  /** These settings with other values for some keys. */
  public SettingsSource with(Map<String, Object> values) {
    return new SettingsSource(ConfigFactory.parseMap(values).withFallback(config));
  }

  /** Everything, for Akka. */
  public Config config() {
    return config;
  }

  public String text(String key) {
    return config.getString(key);
  }

  public int number(String key) {
    return Math.toIntExact(longNumber(key));
  }

  public long longNumber(String key) {
    try {
      long value = config.getLong(key);
      if (config.getDouble(key) != value) {
        throw new SettingsException(key, text(key), "a whole number is needed");
      }
      return value;
    } catch (ConfigException | ArithmeticException e) {
      throw new SettingsException(key, shown(key), "a whole number is needed");
    }
  }

  public double fraction(String key) {
    try {
      return config.getDouble(key);
    } catch (ConfigException e) {
      throw new SettingsException(key, shown(key), "a number is needed");
    }
  }

  /** A time with its unit; a bare number is refused, except 0. */
  public Duration time(String key) {
    String value = shown(key);
    try {
      if (value.strip().equals("0")) {
        return Duration.ZERO;
      }
      if (value.strip().matches("[0-9.]+")) {
        throw new SettingsException(key, value, "a time needs its unit, such as 15 s or 7 days");
      }
      return config.getDuration(key);
    } catch (ConfigException | ArithmeticException e) {
      throw new SettingsException(key, value, "a time is needed, such as 15 s or 7 days");
    }
  }

  /** A list, or one text with commas between. */
  public List<String> texts(String key) {
    try {
      return config.getStringList(key);
    } catch (ConfigException.WrongType e) {
      return Arrays.stream(text(key).split(",", -1))
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .toList();
    }
  }

  private String shown(String key) {
    return String.valueOf(config.getValue(key).unwrapped());
  }

  private static Config parse(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new SettingsException("the configuration file " + file + " cannot be read");
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    } catch (ConfigException e) {
      throw new SettingsException(
          "the configuration file " + file + " cannot be read: " + oneLine(e));
    }
  }

  private static void requireKnown(Config written, Config defaults, Optional<Path> file) {
    if (written.hasPath(ROOT)) {
      written
          .getConfig(ROOT)
          .root()
          .toConfig()
          .resolveWith(defaults.withFallback(ConfigFactory.systemEnvironment()))
          .entrySet()
          .stream()
          .map(entry -> ROOT + "." + entry.getKey())
          .filter(key -> !defaults.hasPathOrNull(key))
          .findFirst()
          .ifPresent(
              key -> {
                throw new SettingsException(
                    "the configuration file "
                        + file.orElseThrow()
                        + " sets "
                        + key
                        + ", which does not exist: see application.conf.example");
              });
    }
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

  private static Config overrides(Config defaults, Map<String, String> variables) {
    Config overrides = ConfigFactory.empty();
    for (String path :
        defaults.getConfig(ROOT).entrySet().stream().map(Map.Entry::getKey).toList()) {
      String key = ROOT + "." + path;
      for (String name : EnvironmentNames.of(key)) {
        String value = variables.get(name);
        if (value != null && !value.isBlank() && !overrides.hasPath(key)) {
          overrides =
              overrides.withValue(key, ConfigValueFactory.fromAnyRef(value, "variable " + name));
        }
      }
    }
    return overrides;
  }

  private static String oneLine(ConfigException e) {
    return e.getMessage().lines().findFirst().orElse("it is not HOCON");
  }
}
