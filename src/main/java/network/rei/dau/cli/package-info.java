/**
 * The command line: what each command says and prints, and the exit codes (0 done, 1 failed, 2 bad
 * usage or settings). Alone prints past the logger.
 */
package network.rei.dau.cli;
