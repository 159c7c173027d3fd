/**
 * The service as a whole: {@code Main} reads the command line, {@code Service} opens and closes
 * what the actors work with, {@code Guardian} spawns and wires them. No logic of its own; may use
 * all.
 */
package network.rei.dau;
