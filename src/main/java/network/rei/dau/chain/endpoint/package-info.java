/** Selects endpoints, schedules and retries calls, and learns how much each endpoint serves. */
package network.rei.dau.chain.endpoint;
