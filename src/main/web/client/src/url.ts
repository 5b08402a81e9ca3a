/** The gateway's address without a slash at its end: as given, or the page's own origin. */
export function baseUrl(url: string | undefined): string {
  const page = (globalThis as { location?: Location }).location;
  const base = url ?? page?.origin;
  if (base === undefined) {
    throw new TypeError("url: missing");
  }
  return base.replace(/^ws/, "http").replace(/\/+$/, "");
}
