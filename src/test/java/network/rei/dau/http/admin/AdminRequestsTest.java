package network.rei.dau.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.model.HttpRequest;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.maintenance.OperationKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminRequestsTest {

  @ParameterizedTest
  @CsvSource({
    "RUN, ''",
    "BACKFILL, from=2026-03-01",
    "VERIFY, ''",
    "VERIFY, records=100000",
    "FETCH, fromBlock=0&toBlock=0",
    "PRUNE, ''",
    "BACKUP, ''",
    "BACKUP, name=before-1.2_x.db",
    "RESTORE, name=a"
  })
  void whatIsWholeIsTaken(OperationKind kind, String query) {
    assertThat(AdminRequests.work(kind, parameters(query))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "RUN; x=1; x is '1': it must be left out, because no parameter is known here.",
        "PRUNE; records=1; records is '1': it must be left out, because no parameter is known"
            + " here.",
        "BACKFILL; ''; from is missing: it must be a date from 2015-07-30 to today.",
        "BACKFILL; from=yesterday; from is 'yesterday': it must be a date from 2015-07-30 to"
            + " today.",
        "BACKFILL; from=-999999999-01-01; from is '-999999999-01-01': it must be a date from"
            + " 2015-07-30 to today.",
        "VERIFY; records=0; records is '0': it must be a whole number from 1 to 100000.",
        "VERIFY; record=3; record is '3': it must be left out, because only 'records' is known"
            + " here.",
        "FETCH; fromBlock=3; toBlock is missing: it must be a block's number.",
        "FETCH; toBlock=3; fromBlock is missing: it must be a block's number.",
        "FETCH; fromBlock=-1&toBlock=3; fromBlock is '-1'",
        "FETCH; fromBlock=4&toBlock=3; toBlock is '3': it must be a whole number from 4",
        "VERIFY; records=1&records=2; records is ",
        "RESTORE; ''; name is missing",
        "RESTORE; name=../stats.db; name is '../stats.db'",
        "BACKUP; name=.hidden; name is '.hidden'",
        "BACKUP; name=a/b; name is 'a/b'"
      })
  void whatIsNotIsRefusedNamingTheParameterAndWhatIsAllowed(
      OperationKind kind, String query, String message) {
    assertThatThrownBy(() -> AdminRequests.work(kind, parameters(query)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith(message);
  }

  private static Parameters parameters(String query) {
    return Parameters.of(HttpRequest.POST("/api/admin/x?" + query));
  }
}
