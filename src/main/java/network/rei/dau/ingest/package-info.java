/**
 * Getting blocks from the chain into the store: {@code StatsSupervisor} (one run at a time: asks,
 * plans, hands out), {@code ChunkCoordinator} (one a run: its slots' worth of fetchers), {@code
 * BlockFetcher} (one chunk: fetches, builds, commits), and beside them the pure {@code RunState}.
 *
 * <p>May use {@code chain}, the protocol of {@code stats}, and {@code activity}.
 */
package network.rei.dau.ingest;
