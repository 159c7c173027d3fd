package network.rei.dau.http.v1.events;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import network.rei.dau.http.health.HealthView;

/** Event {@code run} of {@code /api/v1/events}: a run has ended, or which one did last. */
public record RunEvent(@JsonUnwrapped HealthView.LastRun run) {}
