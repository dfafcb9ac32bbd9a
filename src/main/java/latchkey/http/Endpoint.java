package latchkey.http;

/// What answers the requests of a route; it runs on the event loop and must not block.
///
/// It answers with one of the `answer` methods of [Exchange], now or later, or throws: a
/// [Problem] becomes its answer, anything else is logged and becomes a bare 500.
@FunctionalInterface
public interface Endpoint {
  void handle(Exchange exchange) throws Exception;
}
