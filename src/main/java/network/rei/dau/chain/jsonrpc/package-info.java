/** Sends batches of JSON-RPC requests over HTTP and parses the responses while they arrive. */
package network.rei.dau.chain.jsonrpc;
