/** Injects faults into the responses of a simulated node. */
package network.rei.dau.simulator.fault;
