/**
 * Fetches blocks from the chain into the store: the actors {@code StatsSupervisor}, {@code
 * IngestWorker}, {@code ChunkCoordinator} and {@code BlockFetcher}, and their messages.
 */
package network.rei.dau.ingest;
