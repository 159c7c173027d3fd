/**
 * Reduces blocks to senders and recipients, and holds the records that are built from blocks.
 *
 * <p>All types are immutable values without actors, I/O, clock or JSON.
 */
package network.rei.dau.activity.block;
