package network.rei.dau.http.embed.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import network.rei.dau.activity.period.Resolution;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartDrawingTest {

  private static final long FIRST = 1_764_028_800; // 2025-11-25
  private static final long DAY = 86_400;

  @Test
  void shouldShowTheTitleTheNewestCompleteValueAndTheScale() {
    Document svg = drawn(chart(complete(5_000), complete(6_039), incomplete(900)));

    assertThat(texts(svg))
        .contains(
            "Active addresses",
            "6,039",
            "26 Nov 2025",
            "by day, last 30 days",
            "REI Network",
            "0",
            "8,000",
            "25 Nov");
    assertThat(svg.getDocumentElement().getAttribute("aria-label"))
        .isEqualTo("Active addresses by day, last 30 days: 6,039 (26 Nov 2025)");
  }

  @Test
  void shouldDashTheLineToAnIncompleteValueAndHollowItsPoint() {
    Document svg = drawn(chart(complete(5), complete(6), incomplete(1)));

    assertThat(elements(svg, "path"))
        .extracting(path -> path.getAttribute("stroke-dasharray"))
        .containsExactly("", "", "4 3");
    assertThat(elements(svg, "circle"))
        .extracting(circle -> circle.getAttribute("fill"))
        .containsExactly(Theme.LIGHT.line(), Theme.LIGHT.background());
  }

  @Test
  void shouldInterruptTheLineWhereAValueIsUnknown() {
    Document svg = drawn(chart(complete(5), complete(6), unknown(), complete(7), complete(8)));

    List<Element> paths = elements(svg, "path");
    assertThat(paths).hasSize(2);
    assertThat(paths).allMatch(path -> path.getAttribute("d").split("M", -1).length == 3);
  }

  @Test
  void shouldMarkAValueWithoutNeighbours() {
    Document svg = drawn(chart(complete(5), unknown(), complete(7), unknown(), complete(8)));

    assertThat(elements(svg, "path")).isEmpty();
    assertThat(elements(svg, "circle")).hasSize(3);
  }

  @Test
  void shouldSayThatThereIsNoData() {
    for (Chart empty : List.of(chart(), chart(unknown(), unknown()))) {
      Document svg = drawn(empty);

      assertThat(texts(svg)).contains("No data in this time");
      assertThat(elements(svg, "circle")).isEmpty();
      assertThat(svg.getDocumentElement().getAttribute("aria-label")).endsWith(": no data");
    }
  }

  @Test
  void shouldEscapeTheNameOfTheChain() {
    Chart chart =
        new Chart(
            "<script>alert(1)</script>",
            List.of("a & b"),
            List.of("\"x\" onload='y' \u0007 \uD800"),
            "addresses",
            Resolution.DAY,
            new TimeText(ZoneOffset.UTC),
            "No data in this time",
            List.of());

    String svg = new String(ChartDrawing.svg(chart, Theme.DARK, 720, 320), StandardCharsets.UTF_8);

    assertThat(svg)
        .doesNotContain("<script", "\u0007", "onload='")
        .contains("a &amp; b", "&quot;x&quot; onload=&#39;y&#39;");
    assertThat(parsed(svg.getBytes(StandardCharsets.UTF_8))).isNotNull();
  }

  @Test
  void shouldKeepEverythingInsideThePictureInEachSize() {
    List<Chart.Point> many = new ArrayList<>();
    for (int i = 0; i < 1_100; i++) {
      many.add(new Chart.Point(FIRST + i * DAY, OptionalDouble.of(8e12 + i), i % 7 != 0));
    }
    Chart chart =
        new Chart(
            "A title that is much longer than the picture is wide",
            List.of("by day, last 1,100 days, and much more that has no space"),
            List.of("A chain with a long name · block 1,152,057 · 28 Nov 2026, 14:05 UTC"),
            "gas",
            Resolution.DAY,
            new TimeText(ZoneOffset.UTC),
            "No data in this time",
            many);
    for (int[] size : new int[][] {{240, 120}, {400, 260}, {720, 320}, {1_200, 800}}) {
      Document svg = parsed(ChartDrawing.svg(chart, Theme.LIGHT, size[0], size[1]));

      for (Element text : elements(svg, "text")) {
        double x = Double.parseDouble(text.getAttribute("x"));
        double width =
            Typeface.width(
                text.getTextContent(),
                Double.parseDouble(text.getAttribute("font-size")),
                text.hasAttribute("font-weight") ? Typeface.Weight.BOLD : Typeface.Weight.REGULAR);
        double start =
            switch (text.getAttribute("text-anchor")) {
              case "middle" -> x - width / 2;
              case "end" -> x - width;
              default -> x;
            };
        assertThat(start).as(text.getTextContent()).isGreaterThanOrEqualTo(0);
        assertThat(start + width).as(text.getTextContent()).isLessThanOrEqualTo(size[0]);
        assertThat(Double.parseDouble(text.getAttribute("y"))).isBetween(0.0, size[1] - 1.0);
      }
    }
  }

  @Test
  void shouldWriteOutlinesInPlaceOfTextsForARendererWithoutFonts() {
    Document svg =
        parsed(ChartDrawing.outlined(chart(complete(5), complete(6)), Theme.LIGHT, 720, 320));

    assertThat(elements(svg, "text")).isEmpty();
    assertThat(elements(svg, "path")).hasSizeGreaterThan(8);
  }

  private static Chart chart(Chart.Point... points) {
    List<Chart.Point> days = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      days.add(new Chart.Point(FIRST + i * DAY, points[i].value(), points[i].complete()));
    }
    return new Chart(
        "Active addresses",
        List.of("by day, last 30 days"),
        List.of("REI Network", "REI"),
        "addresses",
        Resolution.DAY,
        new TimeText(ZoneOffset.UTC),
        "No data in this time",
        days);
  }

  private static Chart.Point complete(double value) {
    return new Chart.Point(0, OptionalDouble.of(value), true);
  }

  private static Chart.Point incomplete(double value) {
    return new Chart.Point(0, OptionalDouble.of(value), false);
  }

  private static Chart.Point unknown() {
    return new Chart.Point(0, OptionalDouble.empty(), false);
  }

  private static Document drawn(Chart chart) {
    return parsed(ChartDrawing.svg(chart, Theme.LIGHT, 720, 320));
  }

  private static Document parsed(byte[] svg) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg));
    } catch (Exception e) {
      throw new AssertionError(new String(svg, StandardCharsets.UTF_8), e);
    }
  }

  private static List<String> texts(Document svg) {
    return elements(svg, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(Document svg, String name) {
    NodeList nodes = svg.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
