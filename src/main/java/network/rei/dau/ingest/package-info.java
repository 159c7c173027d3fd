/**
 * Getting blocks from the chain into the store: {@code StatsSupervisor} (one run at a time: asks,
 * plans, hands out), {@code ChunkCoordinator} (one a run: its slots' worth of fetchers), {@code
 * BlockFetcher} (one chunk: fetches, builds, commits), and beside them the pure {@code RunState}
 * (what is left to do) and {@code WindowStart} (where a window begins).
 *
 * <p>The supervisor alone owns the run under way: its {@code Agenda} decides what is begun and what
 * comes next, its {@code RunCourse} sees that through. What reaches it of a run is a {@code
 * RunMessage}, and one of a run that has ended is passed over.
 *
 * <p>May use {@code chain}, the protocol of {@code stats}, and {@code activity}.
 */
package network.rei.dau.ingest;
