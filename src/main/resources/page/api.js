// Everything is asked of this service, by relative links. The browser keeps answers by their ETags.

/** What went wrong, in a sentence for people. */
export class ApiError extends Error {
  constructor(message, status, retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

let quietUntil = 0;

/** Seconds until the service wants to be asked again; 0 for now. */
export const quietFor = () => Math.max(0, (quietUntil - Date.now()) / 1000);

/** The JSON at a path. */
export async function get(path) {
  let response;
  try {
    response = await fetch(path, {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    throw new ApiError("The service does not answer.", 0, 5);
  }
  if (response.ok) return response.json();
  const retryAfter = Number(response.headers.get("Retry-After")) || 5;
  if (response.status === 429) quietUntil = Date.now() + retryAfter * 1000;
  const problem = await response.json().catch(() => ({}));
  throw new ApiError(
    problem.detail ?? problem.message ?? `The service answered ${response.status}.`,
    response.status,
    retryAfter,
  );
}

/** The same rows for a spreadsheet. */
export const asCsv = (path) => `${path}${path.includes("?") ? "&" : "?"}format=csv`;
