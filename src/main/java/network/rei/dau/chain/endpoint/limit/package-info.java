/**
 * Limits what one endpoint is asked for: how much, how often, after which failures, and which
 * blocks.
 */
package network.rei.dau.chain.endpoint.limit;
