package network.rei.dau.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSettingsTest {

  private static final String VALID = "name = team, url = \"https://a.org/x\", events = [day]";

  @TempDir private Path folder;

  @Test
  void shouldHaveNoneByDefault() {
    assertThat(
            WebhookSettings.from(SettingsSource.load(Optional.empty(), folder, Map.of()))
                .webhooks())
        .isEmpty();
  }

  @Test
  void shouldReadAWebhookWithItsDefaults() throws IOException {
    Webhook webhook = read("{" + VALID + "}").webhooks().get(0);

    assertThat(webhook.name()).isEqualTo("team");
    assertThat(webhook.url()).hasToString("https://a.org/x");
    assertThat(webhook.secret()).isEmpty();
    assertThat(webhook.format()).isEqualTo(MessageFormat.JSON);
    assertThat(webhook.allowPrivate()).isFalse();
    assertThat(webhook.events()).containsExactly(EventType.DAY);
    assertThat(webhook.gapAfter()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void shouldReadEverythingFromAVariable() {
    String text =
        "[{name = a, url = \"http://b\", secret = 0123456789abcdef, format = slack,"
            + " allow-private = true, events = [threshold, gap, run_failed], gap-after = 2 h,"
            + " conditions = [{metric = senders, below = 1000},"
            + " {metric = transactions, change-above = 0.5}]}]";

    Webhook webhook =
        WebhookSettings.from(
                SettingsSource.load(Optional.empty(), folder, Map.of("REI_DAU_WEBHOOKS", text)))
            .webhooks()
            .get(0);

    assertThat(webhook.secret()).contains("0123456789abcdef");
    assertThat(webhook.format()).isEqualTo(MessageFormat.SLACK);
    assertThat(webhook.allowPrivate()).isTrue();
    assertThat(webhook.gapAfter()).isEqualTo(Duration.ofHours(2));
    assertThat(webhook.conditions())
        .containsExactly(
            new Condition(Metric.SENDERS, Condition.Kind.BELOW, 1000),
            new Condition(Metric.TRANSACTIONS, Condition.Kind.CHANGE_ABOVE, 0.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{url = \"https://a\", events = [day]}|needs a name",
        "{name = Team, url = \"https://a\", events = [day]}|needs a name",
        "{name = a, url = \"https://hooks.example/SECRET\", event = [day]}|is 'event': a webhook"
            + " has",
        "{name = a, url = \"ftp://SECRET\", events = [day]}|is 'a': url must be an http or https"
            + " URL",
        "{name = a, url = \"https://u:SECRET@b\", events = [day]}|is 'a': url must be",
        "{name = a, url = \"https://SECRET SECRET\", events = [day]}|is 'a': url must be",
        "{name = a, url = \"https://a\", events = []}|events must be one or more of day, threshold",
        "{name = a, url = \"https://a\", events = [dya]}|events must be some of day, threshold,"
            + " gap",
        "{name = a, url = \"https://a\", events = [day], secret = SECRET}|must have 16 characters",
        "{name = a, url = \"https://a\", events = [day], format = xml}|one of json, slack, discord",
        "{name = a, url = \"https://a\", events = [day], allow-private = x}|must be true or false",
        "{name = a, url = \"https://a\", events = [day], gap-after = 1}|a duration such as 1 h",
        "{name = a, url = \"https://a\", events = [day], gap-after = 1 s}|must be 1 m to 7 d",
        "{name = a, url = \"https://a\", events = [threshold]}|conditions are needed",
        "{name = a, url = \"https://a\", events = [day], conditions = [{metric = senders, above ="
            + " 1}]}|only for it",
        "{name = a, url = \"https://a\", events = [threshold], conditions = [{metric = x, above ="
            + " 1}]}|does not exist",
        "{name = a, url = \"https://a\", events = [threshold], conditions = [{metric ="
            + " senders}]}|one number of above",
        "{name = a, url = \"https://a\", events = [threshold], conditions = 1}|must be a list",
        "{name = a, url = \"https://a\", events = [day]}, {name = a, url = \"https://b\", events ="
            + " [gap]}|a name of its own",
        "1|a list of objects is needed",
      })
  void shouldNameWhatIsWrongWithoutSecrets(String webhooks, String problem) {
    assertThatThrownBy(() -> read(webhooks))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("rei-dau.webhooks (REI_DAU_WEBHOOKS) is '")
        .hasMessageContaining(problem)
        .message()
        .doesNotContain("SECRET");
  }

  @Test
  void shouldShowNeitherUrlNorSecret() throws IOException {
    SettingsSource source = source("{" + VALID + ", secret = 0123456789abcdef}");

    assertThat(WebhookSettings.from(source).toString() + source.report())
        .doesNotContain("a.org", "0123456789abcdef");
    SettingsSource variable =
        SettingsSource.load(
            Optional.empty(),
            folder,
            Map.of("REI_DAU_WEBHOOKS", "[{" + VALID + ", secret = 0123456789abcdef}]"));
    assertThat(variable.report()).contains("webhooks=(set)").doesNotContain("0123456789abcdef");
  }

  private WebhookSettings read(String webhooks) throws IOException {
    return WebhookSettings.from(source(webhooks));
  }

  private SettingsSource source(String webhooks) throws IOException {
    Path file =
        Files.writeString(folder.resolve("a.conf"), "rei-dau.webhooks = [" + webhooks + "]");
    return SettingsSource.load(Optional.of(file), folder, Map.of());
  }
}
