/**
 * Reduces blocks to senders and recipients, and holds the records that are made of them.
 *
 * <p>All types are immutable values without actors, I/O, clock or JSON.
 */
package network.rei.dau.activity.block;
