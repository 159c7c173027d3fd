/**
 * Implements the commands, their output and their exit codes.
 *
 * <p>Only this package prints past the logger. Exit codes are 0 (done), 1 (failed), 2 (wrong usage
 * or settings) and 75 (no member of the cluster any more).
 */
package network.rei.dau.cli;
