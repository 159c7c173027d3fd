/** Generates a deterministic chain and counts it by brute force. */
package network.rei.dau.simulator.chain;
