package network.rei.dau.http.admin;

import java.util.List;

/** The operations that are in progress and the last ones that ended, the newest first. */
public record OperationsView(List<OperationView> operations) {}
