package network.rei.dau.http.connection;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;
import network.rei.dau.http.directive.CommonHeaders;
import network.rei.dau.http.directive.Responses;

/**
 * Answers in JSON what is so malformed that it never becomes a request. Made by Akka HTTP, by its
 * name.
 */
public final class JsonParsingErrorHandler extends ParsingErrorHandler {

  /** For Akka HTTP. */
  public JsonParsingErrorHandler() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    log.debug("Malformed request: {}", info.formatPretty());
    return CommonHeaders.addTo(
        Responses.error(
            status, info.summary().isEmpty() ? status.defaultMessage() : info.summary()));
  }
}
