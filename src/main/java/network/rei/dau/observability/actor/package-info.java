/** Measures every actor: messages, processing time, mailbox, failures and restarts. */
package network.rei.dau.observability.actor;
