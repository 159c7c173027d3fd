/** Decides for each family of chains what a block must look like. */
package network.rei.dau.chain.dialect;
