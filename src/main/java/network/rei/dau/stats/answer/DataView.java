package network.rei.dau.stats.answer;

/** What surrounds every answer's data. */
record DataView<T>(boolean success, T data, String message) {

  static <T> DataView<T> of(T data, String message) {
    return new DataView<>(true, data, message);
  }
}
