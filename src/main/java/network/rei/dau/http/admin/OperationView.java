package network.rei.dau.http.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import network.rei.dau.http.v1.status.StatusView;

/**
 * An operation that the service was asked for.
 *
 * @param operation its kind, such as {@code verify}
 * @param parameters as they were given
 * @param state {@code running}, {@code done} or {@code failed}
 * @param finished null while it is running
 * @param progress of the run in progress, if the operation is one and it has been planned; else
 *     null
 * @param problems why fetching is degraded, a sentence each, while a run is in progress
 * @param result what came of it, in the shape that the command line prints; null before and where
 *     nothing did
 * @param error why it failed, in a sentence; null if it did not
 */
public record OperationView(
    String id,
    String operation,
    Map<String, String> parameters,
    String state,
    Instant started,
    Instant finished,
    StatusView.Progress progress,
    List<String> problems,
    Object result,
    String error) {}
