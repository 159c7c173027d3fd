/** Serves lines and counters in the shape of Blockscout's statistics service. */
package network.rei.dau.http.v1.blockscout;
