/** Renders views as JSON and compresses bytes. */
package network.rei.dau.json;
