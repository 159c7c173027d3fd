/**
 * Reads settings from HOCON files, {@code .env} files and the environment, and checks their bounds.
 */
package network.rei.dau.settings;
