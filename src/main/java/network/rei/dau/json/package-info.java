/** Writes values as JSON and compresses it. */
package network.rei.dau.json;
