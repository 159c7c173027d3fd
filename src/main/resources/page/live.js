const RETRY = 10_000;

/**
 * Receives server-sent events permanently. The browser reconnects after a lost connection, but not after a
 * refused one, in which case this function connects again.
 */
export function listen({ version, progress, run, connection }) {
  const events = new EventSource("api/v1/events");
  const on = (name, handler) =>
    events.addEventListener(name, (event) => handler(JSON.parse(event.data)));
  on("version", version);
  on("progress", progress);
  on("run", run);
  events.addEventListener("open", () => connection(true));
  events.addEventListener("error", () => {
    connection(false);
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(() => listen({ version, progress, run, connection }), RETRY);
    }
  });
}
