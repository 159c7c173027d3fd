// All requests go to this service, by relative links. The browser caches answers by their ETags.

/** A failed request. The message is a sentence that the page can show. */
export class ApiError extends Error {
  constructor(message, status, retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

let rateLimitedUntil = 0;

/** Returns the seconds until the rate limit allows the next request; 0 if it allows one now. */
export const rateLimitedFor = () => Math.max(0, (rateLimitedUntil - Date.now()) / 1000);

/** Returns the JSON at a path. Throws an ApiError if the request fails. */
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
  if (response.status === 429) rateLimitedUntil = Date.now() + retryAfter * 1000;
  const problem = await response.json().catch(() => ({}));
  throw new ApiError(
    problem.detail ?? problem.message ?? `The service answered ${response.status}.`,
    response.status,
    retryAfter,
  );
}

/** Returns the path of the same data as CSV. */
export const asCsv = (path) => `${path}${path.includes("?") ? "&" : "?"}format=csv`;
