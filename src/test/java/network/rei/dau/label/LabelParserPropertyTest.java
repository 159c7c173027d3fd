package network.rei.dau.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.block.Address;

class LabelParserPropertyTest {

  private static final String HEADER = "address,name,group,url\n";

  @Provide
  Arbitrary<List<Label>> labels() {
    Arbitrary<Address> addresses =
        Arbitraries.bytes().array(byte[].class).ofSize(Address.BYTES).map(b -> Address.at(b, 0));
    Arbitrary<String> names =
        Arbitraries.strings()
            .withChars("aB 0,\";'/é漢")
            .ofMinLength(1)
            .ofMaxLength(20)
            .map(text -> "x" + text.strip() + "x");
    Arbitrary<Optional<String>> groups =
        Arbitraries.strings()
            .withChars("aB \"é")
            .ofMaxLength(5)
            .map(text -> "g" + text + "g")
            .optional();
    Arbitrary<Optional<String>> urls =
        Arbitraries.of("https://a.example", "http://b.example/c?d=e,f").optional();
    return Combinators.combine(addresses, names, groups, urls)
        .as(Label::new)
        .list()
        .uniqueElements(Label::address)
        .ofMaxSize(20);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void shouldReadWhatIsQuotedAsRfc4180Says(@ForAll("labels") List<Label> labels)
      throws LabelFileException {
    StringBuilder text = new StringBuilder(HEADER);
    for (Label label : labels) {
      text.append(label.address())
          .append(',')
          .append(quoted(label.name()))
          .append(',')
          .append(quoted(label.group().orElse("")))
          .append(',')
          .append(quoted(label.url().orElse("")))
          .append("\r\n");
    }

    Labels parsed = LabelParser.parse(text.toString().getBytes(StandardCharsets.UTF_8));

    assertThat(parsed.size()).isEqualTo(labels.size());
    assertThat(labels)
        .allSatisfy(label -> assertThat(parsed.describe(label.address())).contains(label));
    for (String group : parsed.groups().keySet()) {
      assertThat(parsed.members(group))
          .containsExactlyInAnyOrderElementsOf(
              labels.stream()
                  .filter(label -> label.group().equals(Optional.of(group)))
                  .map(Label::address)
                  .toList());
    }
  }

  @Property(tries = 1000)
  void shouldRefuseAnythingElseWithOneLine(@ForAll("damaged") byte[] file) {
    try {
      assertThat(LabelParser.parse(file).size()).isBetween(0, 2);
    } catch (LabelFileException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    }
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    byte[] whole =
        (HEADER
                + "0x"
                + "a".repeat(40)
                + ",\"A, \"\"b\"\"\",G,https://a.example\n0x"
                + "b".repeat(40)
                + ",B,,\n")
            .getBytes(StandardCharsets.UTF_8);
    Arbitrary<byte[]> changed =
        Combinators.combine(
                Arbitraries.integers().between(0, whole.length - 1),
                Arbitraries.of(
                    (byte) '"', (byte) ',', (byte) '\n', (byte) '\r', (byte) 0, (byte) -1),
                Arbitraries.integers().between(1, whole.length))
            .as(
                (place, other, length) -> {
                  byte[] bytes = Arrays.copyOf(whole, length);
                  bytes[place % length] = other;
                  return bytes;
                });
    return Arbitraries.oneOf(changed, Arbitraries.bytes().array(byte[].class).ofMaxSize(200));
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\"", "\"\"") + "\"";
  }
}
