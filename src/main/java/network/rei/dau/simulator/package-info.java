/**
 * Runs a simulated node as a server of its own, for a command, tests and benchmarks.
 *
 * <p>The simulator uses no other package of the project, so that it shares no bug with the code
 * that it verifies.
 */
package network.rei.dau.simulator;
