/**
 * Reading a chain over JSON-RPC: the port {@link network.rei.dau.chain.ChainClient}, and behind it
 * the only code that imports web3j and OkHttp: endpoints, batches, the retries of one call, and the
 * parser that turns an answer straight into {@link network.rei.dau.activity.BlockActivity}.
 *
 * <p>May use {@code activity}; called by {@code ingest}.
 */
package network.rei.dau.chain;
