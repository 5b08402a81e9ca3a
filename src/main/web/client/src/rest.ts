import type { BarInterval, Channel, Rest, RestOptions, Values } from "./types.js";
import { baseUrl, toQuery } from "./url.js";

/** An answer that isn't 2xx. */
export class RestError extends Error {
  /**
   * @param code of the gateway, or empty
   * @param retryAfterMs from `Retry-After`, 0 for none
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterMs = 0,
  ) {
    super(message);
    this.name = "RestError";
  }
}

/** The views by HTTP of a gateway. */
export function rest(options: RestOptions = {}): Rest {
  const url = baseUrl(options.url);
  const request = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const token = await options.token?.();
    const headers = new Headers(init.headers);
    if (token !== null && token !== undefined) {
      headers.set("Authorization", `Bearer ${token}`);
    }
    const response = await (options.fetch ?? fetch)(url + path, { ...init, headers });
    const text = await response.text();
    if (!response.ok) {
      throw failure(response, text);
    }
    return text === "" ? (null as T) : (JSON.parse(text) as T);
  };
  return {
    request,
    symbols: async () => (await request<{ symbols: [] }>("/v1/symbols")).symbols,
    snapshot: async <C extends Channel>(channel: C, symbols: readonly string[], view = {}) => {
      const path = `/v1/snapshot?${toQuery({ channel, symbols: symbols.join(","), ...view })}`;
      return (await request<{ data: Values[C][] }>(path)).data;
    },
    bars: async (symbol, view: { interval?: BarInterval } = {}) => {
      const path = symbol.split("/").map(encodeURIComponent).join("/");
      return (await request<{ bars: [] }>(`/v1/bars/${path}?${toQuery({ ...view })}`)).bars;
    },
  };
}

function failure(response: Response, text: string): RestError {
  let told: { code?: string; message?: string } = {};
  try {
    told = JSON.parse(text) as typeof told;
  } catch {
    // a proxy's page, say: the status is what there is
  }
  const { status } = response;
  const seconds = Number(response.headers.get("Retry-After")) || 0;
  return new RestError(status, told.code ?? "", told.message ?? `HTTP ${status}`, seconds * 1_000);
}
