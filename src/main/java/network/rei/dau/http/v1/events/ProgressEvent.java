package network.rei.dau.http.v1.events;

import network.rei.dau.http.v1.status.StatusView;

/**
 * Event {@code progress} of {@code /api/v1/events}: how far ingest is.
 *
 * @param processing whether a run is in progress
 * @param head the newest block that we take; null until an endpoint answered
 * @param progress of the run; null while there is none, or it is being planned
 */
public record ProgressEvent(boolean processing, Long head, StatusView.Progress progress) {}
