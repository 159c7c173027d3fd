/** Tries the settings, the store, the ports and the endpoints, and describes what it found. */
package network.rei.dau.cli.check;
