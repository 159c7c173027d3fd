package network.rei.dau.http.admin;

import java.util.List;
import network.rei.dau.observability.log.LoggerLevels.LoggerLevel;

/** The loggers that have levels of their own, as JSON. */
record LoggersView(List<LoggerLevel> loggers) {}
