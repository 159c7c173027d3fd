/**
 * A deterministic EVM chain behind a real JSON-RPC HTTP server, with faults on demand and the truth
 * beside it: for the {@code demo} command, for tests and for benchmarks.
 *
 * <p>The chain is a {@link network.rei.dau.simulator.SimulatedChain} made from a {@link
 * network.rei.dau.simulator.ChainSpec}; {@link network.rei.dau.simulator.SimulatedNode} serves it
 * as a REI node does, {@link network.rei.dau.simulator.Faults} spoils its answers, and {@link
 * network.rei.dau.simulator.Truth} counts the blocks by brute force, apart from any JSON.
 *
 * <p>Uses nothing of ours: an oracle must not share our bugs.
 */
package network.rei.dau.simulator;
