/**
 * Measures the packaged service in processes; {@code mvn -Pbench verify} runs it, and {@code
 * docs/benchmarks.md} describes it. Neither the jar nor the tests contain it. JMH benchmarks of
 * single classes are in the packages of these classes.
 */
package network.rei.dau.bench;
