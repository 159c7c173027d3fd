/**
 * Shares calls, runs releases once, reads failures of completion stages and creates daemon threads,
 * for all packages.
 */
package network.rei.dau.concurrent;
