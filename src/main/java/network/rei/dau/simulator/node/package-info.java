/** Serves a simulated chain over JSON-RPC as a REI node does. */
package network.rei.dau.simulator.node;
