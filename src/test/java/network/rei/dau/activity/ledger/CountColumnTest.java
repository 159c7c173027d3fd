package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.roaringbitmap.RoaringBitmap;

class CountColumnTest {

  /** Counts up to 600: many do not fit into a byte. */
  @Property(tries = 100)
  void shouldAddTheCountsThatItTookAsOftenAsItIsAsked(@ForAll Random random) {
    int[] counts = random.ints(random.nextInt(5_000), 0, 1 + random.nextInt(600)).toArray();
    RoaringBitmap positive = new RoaringBitmap();
    for (int number = 0; number < counts.length; number++) {
      if (counts[number] > 0) {
        positive.add(number);
      }
    }
    int[] source = counts.clone();
    int[] totals = counts.clone();

    CountColumn column = CountColumn.take(positive, source);
    column.addTo(totals);
    column.addTo(totals);

    assertThat(source).isEqualTo(new int[counts.length]);
    for (int number = 0; number < counts.length; number++) {
      assertThat(totals[number]).isEqualTo(3 * counts[number]);
    }
  }
}
