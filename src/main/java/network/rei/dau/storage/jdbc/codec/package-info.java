/** Encodes records, the addresses of days and their calls as bytes. */
package network.rei.dau.storage.jdbc.codec;
