/** Owns the cache folder: its lock, the published files and the folder of backups. */
package network.rei.dau.storage.files;
