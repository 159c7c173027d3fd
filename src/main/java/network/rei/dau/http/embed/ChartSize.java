package network.rei.dau.http.embed;

import network.rei.dau.http.parameter.Parameters;

/**
 * The size of a chart.
 *
 * @param width in pixels
 * @param height in pixels
 */
record ChartSize(int width, int height) {

  private static final int DEFAULT_WIDTH = 720;
  private static final int DEFAULT_HEIGHT = 320;

  /** At a scale of 2, the largest image takes 15 MB while it is rendered. */
  private static final int MAX_WIDTH = 1_200;

  private static final int MAX_HEIGHT = 800;

  /**
   * Reads {@code width} and {@code height}.
   *
   * @throws network.rei.dau.http.parameter.InvalidParameterException if one is out of bounds
   */
  static ChartSize of(Parameters parameters) {
    return new ChartSize(
        parameters.number("width", 240, MAX_WIDTH, DEFAULT_WIDTH),
        parameters.number("height", 120, MAX_HEIGHT, DEFAULT_HEIGHT));
  }
}
