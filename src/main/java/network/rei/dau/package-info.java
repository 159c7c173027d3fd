/**
 * Holds the program: it reads the settings, opens the store and the chain client, spawns the actors
 * and closes everything in order.
 */
package network.rei.dau;
