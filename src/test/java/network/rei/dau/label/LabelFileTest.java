package network.rei.dau.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.settings.SettingsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFileTest {

  private static final String HEADER = "address,name,group,url\n";
  private static final String A = "0x" + "a".repeat(40);
  private static final String B = "0x" + "b".repeat(40);
  private static final String C = "0x" + "c".repeat(40);

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("labels.csv");
  }

  @Test
  void shouldDescribeAddressesAndGroups() throws IOException {
    Labels labels =
        open(HEADER
                + A
                + ",Router,Dex,https://dex.example/a?b=c\n"
                + "0x"
                + "B".repeat(40)
                + ", Factory , Dex ,\n"
                + C
                + ",Bridge,,HTTP://bridge.example\n")
            .get();

    assertThat(labels.describe(Address.parse(A)))
        .contains(
            new Label(
                Address.parse(A),
                "Router",
                Optional.of("Dex"),
                Optional.of("https://dex.example/a?b=c")));
    assertThat(labels.describe(Address.parse(B)))
        .contains(new Label(Address.parse(B), "Factory", Optional.of("Dex"), Optional.empty()));
    assertThat(labels.describe(Address.parse("0x" + "d".repeat(40)))).isEmpty();
    assertThat(labels.groups().keySet()).containsExactly("Dex");
    assertThat(labels.members("Dex")).containsExactly(Address.parse(A), Address.parse(B));
    assertThat(labels.members("Other")).isEmpty();
    assertThat(labels.size()).isEqualTo(3);
  }

  @Test
  void shouldReadQuotedValuesEmptyLinesAndLineEndsOfWindows() throws IOException {
    String text =
        "\uFEFFaddress,name,group,url\r\n\r\n"
            + A
            + ",\"A, \"\"the\"\" router\",\"Dex\",\r\n\r\n"
            + B
            + ",\u00e9,,";

    Labels labels = open(text).get();

    assertThat(labels.describe(Address.parse(A)).orElseThrow().name())
        .isEqualTo("A, \"the\" router");
    assertThat(labels.describe(Address.parse(B)).orElseThrow().name()).isEqualTo("\u00e9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "address,name|line 1: the header must be address,name,group,url, separated by commas",
        "address,name,group,url;0x12,A,,|line 2: address is '0x12': 0x and 40 hexadecimal digits"
            + " are needed",
        "address,name,group,url;@a,A,,;;@a,B,,|line 4: address is '@a': line 2 has the same"
            + " address",
        "address,name,group,url;@a,,Dex,|line 2: name is '': a name is needed",
        "address,name,group,url;@a,A\tB,,|line 2: name is 'A?B': at most 100 characters without"
            + " control characters are allowed",
        "address,name,group,url;@a,A,a/b,|line 2: group is 'a/b': a name without slashes and commas"
            + " is needed",
        "address,name,group,url;@a,A,,javascript:alert(1)|line 2: url is 'javascript:alert(1)':"
            + " http:// or https:// with a host, of at most 2000 characters, or nothing is needed",
        "address,name,group,url;@a,A,,https:x|line 2: url is 'https:x': http:// or https:// with a"
            + " host, of at most 2000 characters, or nothing is needed",
        "address,name,group,url;@b,B,,;@a,A|line 3: it has 2 values, and must have 4:"
            + " address,name,group,url; a value with a comma must be in double quotes",
      })
  void shouldNameTheLineTheColumnAndWhatIsAllowed(String lines, String reason) {
    assertThatThrownBy(() -> open(withAddresses(lines).replace(';', '\n')))
        .isInstanceOf(SettingsException.class)
        .hasMessage("rei-dau.labels (REI_DAU_LABELS) is '" + file + "': " + withAddresses(reason));
  }

  private static String withAddresses(String text) {
    return text.replace("@a", A).replace("@b", B);
  }

  @Test
  void shouldRefuseAQuoteThatIsNotClosedAndBytesThatAreNotText() {
    assertThatThrownBy(() -> open(HEADER + A + ",\"A,,\n"))
        .hasMessageContaining("line 2: it is not CSV: ");
    assertThatThrownBy(
            () -> open((HEADER + A + ",\u00e9,,\n").getBytes(StandardCharsets.ISO_8859_1)))
        .hasMessageContaining("it is not in UTF-8");
  }

  @Test
  void shouldRefuseAFileThatDoesNotExistOrIsTooLarge() {
    assertThatThrownBy(() -> LabelFile.open(new LabelSettings(Optional.of(file))))
        .isInstanceOf(SettingsException.class)
        .hasMessageEndingWith("the file cannot be read");
    assertThatThrownBy(() -> open(HEADER + "\n".repeat(LabelFile.MAX_BYTES)))
        .hasMessageEndingWith("at most 10,000,000 bytes are allowed");
  }

  @Test
  void shouldRefuseMoreLabelsThanItHolds() {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i <= LabelParser.MAX_LABELS; i++) {
      text.append("0x%040x,A,,\n".formatted(i));
    }

    assertThatThrownBy(() -> open(text.toString()))
        .hasMessageEndingWith("line 100002: at most 100,000 labels are allowed");
  }

  @Test
  void shouldReadAChangedFileOnceItStandsStill() throws IOException {
    LabelFile labels = open(HEADER + A + ",A,,\n");
    Labels first = labels.get();
    labels.refresh();
    assertThat(labels.get()).isSameAs(first);

    Files.writeString(file, HEADER + A + ",Longer,,\n");
    labels.refresh();
    assertThat(labels.get()).as("while it may still be written").isSameAs(first);
    labels.refresh();

    assertThat(labels.get().describe(Address.parse(A)).orElseThrow().name()).isEqualTo("Longer");
    assertThat(labels.get().version()).isNotEqualTo(first.version());
    assertThat(labels.failures()).isZero();
  }

  @Test
  void shouldKeepTheLabelsWhenTheChangedFileCannotBeUsed() throws IOException {
    LabelFile labels = open(HEADER + A + ",A,,\n");
    Labels first = labels.get();

    Files.writeString(file, "nonsense");
    for (int look = 0; look < 4; look++) {
      labels.refresh();
    }
    assertThat(labels.get()).isSameAs(first);
    assertThat(labels.failures()).as("reported once for each change").isEqualTo(1);

    Files.delete(file);
    for (int look = 0; look < 4; look++) {
      labels.refresh();
    }
    assertThat(labels.get()).isSameAs(first);
    assertThat(labels.failures()).isEqualTo(2);

    Files.writeString(file, HEADER);
    labels.refresh();
    labels.refresh();
    assertThat(labels.get().size()).isZero();
  }

  @Test
  void shouldHaveTheSameVersionWhereverTheFileIsTheSame() throws IOException {
    String text = HEADER + A + ",A,,\n";
    Path other = folder.resolve("other.csv");
    Files.writeString(other, text);

    assertThat(open(text).get().version())
        .isEqualTo(LabelFile.open(new LabelSettings(Optional.of(other))).get().version())
        .matches("[0-9a-f]{12}");
  }

  @Test
  void shouldHaveNoLabelsWithoutAFile() {
    LabelFile labels = LabelFile.open(new LabelSettings(Optional.empty()));
    labels.refresh();

    assertThat(labels.get()).isSameAs(Labels.NONE);
    assertThat(Labels.NONE.version()).isEmpty();
  }

  @Test
  void shouldAcceptTheExample() {
    Path example = Path.of("labels.csv.example");

    assertThat(LabelFile.open(new LabelSettings(Optional.of(example))).get().groups()).isNotEmpty();
  }

  private LabelFile open(String text) throws IOException {
    return open(text.getBytes(StandardCharsets.UTF_8));
  }

  private LabelFile open(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    return LabelFile.open(new LabelSettings(Optional.of(file)));
  }
}
