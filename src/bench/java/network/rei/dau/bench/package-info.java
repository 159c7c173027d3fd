/**
 * Benchmarks of the whole, as processes: run by {@code mvn -Pbench verify}, described in {@code
 * docs/benchmarks.md}. In neither the jar nor the tests. Those of single parts (JMH) stand in the
 * packages of what they measure.
 */
package network.rei.dau.bench;
