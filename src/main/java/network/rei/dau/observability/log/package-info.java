/** Writes the log as lines of JSON, and sets the levels of loggers while the service runs. */
package network.rei.dau.observability.log;
