package network.rei.dau.webhook;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.settings.WebUrl;

/**
 * The settings {@code rei-dau.webhooks}. Their errors name neither URLs nor secrets.
 *
 * @param webhooks with different names
 */
public record WebhookSettings(List<Webhook> webhooks) {

  static final String KEY = "rei-dau.webhooks";

  private static final int MAX_WEBHOOKS = 20;
  private static final int MAX_CONDITIONS = 50;
  private static final int MIN_SECRET = 16;
  private static final Duration DEFAULT_GAP = Duration.ofHours(1);
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

  private static final List<String> KEYS =
      List.of(
          "name", "url", "secret", "format", "allow-private", "events", "conditions", "gap-after");

  public WebhookSettings {
    webhooks = List.copyOf(webhooks);
  }

  /**
   * Reads the settings.
   *
   * @throws SettingsException that names the webhook and what is allowed
   */
  public static WebhookSettings from(SettingsSource source) {
    List<Config> written = objects(source);
    if (written.size() > MAX_WEBHOOKS) {
      throw new SettingsException(
          KEY, written.size() + " webhooks", "allowed are " + MAX_WEBHOOKS + " at most");
    }
    Set<String> names = new HashSet<>();
    List<Webhook> webhooks = new ArrayList<>();
    for (Config webhook : written) {
      Webhook read = new Reader(webhook).read();
      if (!names.add(read.name())) {
        throw new SettingsException(KEY, read.name(), "each webhook needs a name of its own");
      }
      webhooks.add(read);
    }
    return new WebhookSettings(webhooks);
  }

  /** The message of a failure would show the whole text, with secrets. */
  private static List<Config> objects(SettingsSource source) {
    try {
      return source.objects(KEY);
    } catch (SettingsException e) {
      throw new SettingsException(
          KEY, "...", "a list of objects is needed, such as [{name = team, url = \"https://…\"}]");
    }
  }

  /** Reads one webhook. */
  private static final class Reader {

    private final Config config;
    private final String name;

    Reader(Config config) {
      this.config = config;
      for (String key : config.root().keySet()) {
        if (!KEYS.contains(key)) {
          throw new SettingsException(KEY, key, "a webhook has only " + String.join(", ", KEYS));
        }
      }
      this.name = text("name", "");
      if (!NAME.matcher(name).matches()) {
        throw new SettingsException(
            KEY, name, "a webhook needs a name of 1 to 40 lowercase letters, digits and hyphens");
      }
    }

    Webhook read() {
      MessageFormat format =
          MessageFormat.of(text("format", "json"))
              .orElseThrow(
                  () -> invalid("format", "must be one of " + oneOf(MessageFormat.labels())));
      Set<EventType> events = events();
      List<Condition> conditions = conditions();
      if (events.contains(EventType.THRESHOLD) == conditions.isEmpty()) {
        throw invalid("conditions", "are needed for the event threshold, and only for it");
      }
      boolean allowPrivate =
          value("allow-private", "must be true or false", () -> config.getBoolean("allow-private"))
              .orElse(false);
      Duration gapAfter =
          value("gap-after", "must be a duration such as 1 h", () -> duration("gap-after"))
              .orElse(DEFAULT_GAP);
      if (gapAfter.compareTo(Duration.ofMinutes(1)) < 0
          || gapAfter.compareTo(Duration.ofDays(7)) > 0) {
        throw invalid("gap-after", "must be 1 m to 7 d, and is " + Check.inWords(gapAfter));
      }
      return new Webhook(name, url(), secret(), format, allowPrivate, events, conditions, gapAfter);
    }

    private Duration duration(String key) {
      String text = config.getString(key).strip();
      if (text.isEmpty() || !Character.isLetter(text.charAt(text.length() - 1))) {
        throw new ConfigException.BadValue(key, "no unit");
      }
      return config.getDuration(key);
    }

    private URI url() {
      return WebUrl.of(text("url", ""))
          .filter(url -> url.getUserInfo() == null)
          .orElseThrow(
              () -> invalid("url", "must be an http or https URL with a host, without a user"));
    }

    private Optional<String> secret() {
      String secret = text("secret", "");
      if (!secret.isEmpty() && secret.length() < MIN_SECRET) {
        throw invalid("secret", "must have " + MIN_SECRET + " characters or more");
      }
      return Optional.of(secret).filter(text -> !text.isEmpty());
    }

    private Set<EventType> events() {
      Set<EventType> events = EnumSet.noneOf(EventType.class);
      for (String label : texts("events")) {
        events.add(
            EventType.of(label)
                .orElseThrow(
                    () -> invalid("events", "must be some of " + oneOf(EventType.labels()))));
      }
      if (events.isEmpty()) {
        throw invalid("events", "must be one or more of " + oneOf(EventType.labels()));
      }
      return events;
    }

    private List<Condition> conditions() {
      List<? extends Config> written =
          value(
                  "conditions",
                  "must be a list of objects, such as [{metric = senders, below = 1000}]",
                  () -> config.getConfigList("conditions"))
              .orElse(List.of());
      if (written.size() > MAX_CONDITIONS) {
        throw invalid("conditions", "may be " + MAX_CONDITIONS + " at most");
      }
      return written.stream().map(this::condition).toList();
    }

    private Condition condition(Config condition) {
      String form = "must each have a metric and one number of " + oneOf(Condition.Kind.keys());
      try {
        Metric metric =
            Metric.of(condition.getString("metric"))
                .orElseThrow(() -> invalid("conditions", "name a metric that does not exist"));
        List<Condition> found = new ArrayList<>();
        for (Condition.Kind kind : Condition.Kind.values()) {
          if (condition.hasPath(kind.key())) {
            found.add(new Condition(metric, kind, condition.getDouble(kind.key())));
          }
        }
        if (found.size() == 1 && condition.root().size() == 2) {
          return found.get(0);
        }
      } catch (ConfigException e) {
        throw invalid("conditions", form);
      }
      throw invalid("conditions", form);
    }

    private String text(String key, String otherwise) {
      return value(key, "must be a text", () -> config.getString(key)).orElse(otherwise).strip();
    }

    /** Returns one value or a list of values as texts. */
    private List<String> texts(String key) {
      return value(
              key,
              "must be a text or a list of texts",
              () ->
                  config.getValue(key).valueType() == ConfigValueType.LIST
                      ? config.getStringList(key)
                      : List.of(config.getString(key)))
          .orElse(List.of());
    }

    private <T> Optional<T> value(String key, String allowed, Supplier<T> read) {
      try {
        return config.hasPath(key) ? Optional.of(read.get()) : Optional.empty();
      } catch (ConfigException e) {
        throw invalid(key, allowed);
      }
    }

    private SettingsException invalid(String key, String problem) {
      return new SettingsException(KEY, name == null ? "" : name, key + " " + problem);
    }

    private static String oneOf(List<String> values) {
      return String.join(", ", values);
    }
  }
}
