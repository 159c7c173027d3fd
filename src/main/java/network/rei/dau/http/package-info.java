/** Runs the HTTP server and holds what all routes share. */
package network.rei.dau.http;
