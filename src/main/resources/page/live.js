const RETRY = 10_000;

/**
 * Listens to what changes, for ever: the browser connects again by itself where it may, and we do
 * where it may not (after a refusal).
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
