/** Selects endpoints, schedules and retries calls, and adapts the load to each endpoint. */
package network.rei.dau.chain.endpoint;
