/** Draws badges and charts as SVG and PNG, without fonts of the system. */
package network.rei.dau.http.embed.picture;
