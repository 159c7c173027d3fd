/** Writes numbers and the names of metrics in English, in pictures and messages as on the page. */
package network.rei.dau.text;
