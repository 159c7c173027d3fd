package network.rei.dau.views;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** Event {@code run} of {@code /api/v1/events}: a run has ended, or which one did last. */
public record RunEvent(@JsonUnwrapped HealthView.LastRun run) implements ApiView {}
