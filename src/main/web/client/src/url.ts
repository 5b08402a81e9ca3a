/** Parameters as the query of an address, without those that are undefined. */
export function toQuery(parameters: object): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) {
      query.set(name, String(value));
    }
  }
  return query;
}

/** The gateway's address without a slash at its end: as given, or the page's own origin. */
export function baseUrl(url: string | undefined): string {
  const page = (globalThis as { location?: Location }).location;
  const base = url ?? page?.origin;
  if (base === undefined) {
    throw new TypeError("url: missing");
  }
  return base.replace(/^ws/, "http").replace(/\/+$/, "");
}
