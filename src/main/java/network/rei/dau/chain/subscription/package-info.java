/** Subscribes to the new heads that endpoints announce over WebSocket. */
package network.rei.dau.chain.subscription;
