import type { Bar, BarInterval, FeedState } from "./gateway.js";

/** A symbol the gateway knows. */
export interface Listed {
  readonly symbol: string;
  readonly feed: string;
  readonly state?: FeedState["state"];
  /** When the newest of it came, µs. */
  readonly rx?: number;
}

/** What a replay shows. */
export interface Deck {
  readonly feed: string;
  readonly state: string;
  readonly position?: number;
  readonly from?: number;
  readonly to?: number;
  readonly speed: string;
  readonly loop: boolean;
}

/** A key of a replay. */
export type DeckKey =
  | { op: "play" | "pause" }
  | { op: "seek"; to: string }
  | { op: "speed"; speed: string }
  | { op: "loop"; loop: boolean };

/** What an operator sees of this page's connection. */
export interface Wire {
  readonly bytes: number;
  readonly ratio: number;
  readonly merged: number;
  readonly lagMillis: number;
  readonly intervalMillis: number;
}

/** An answer that isn't a 2xx. */
export class RefusedError extends Error {
  constructor(readonly status: number) {
    super(`the gateway answered ${status}`);
  }
}

/** The gateway's views by HTTP; all go with the token there is. */
export class Rest {
  constructor(private readonly token: () => string | undefined) {}

  async symbols(): Promise<Listed[]> {
    return (await this.get<{ symbols: Listed[] }>("/v1/symbols")).symbols;
  }

  async bars(symbol: string, interval: BarInterval, limit: number): Promise<Bar[]> {
    const path = symbol.split("/").map(encodeURIComponent).join("/");
    return (await this.get<{ bars: Bar[] }>(`/v1/bars/${path}?interval=${interval}&limit=${limit}`)).bars;
  }

  deck(feed: string): Promise<Deck> {
    return this.get(`/v1/admin/replay/${encodeURIComponent(feed)}`);
  }

  press(feed: string, key: DeckKey): Promise<Deck> {
    return this.ask(`/v1/admin/replay/${encodeURIComponent(feed)}`, key);
  }

  async wire(connection: string): Promise<Wire> {
    const path = `/v1/admin/sessions/${encodeURIComponent(connection)}`;
    const { session } = await this.get<{ session: Wire & { traffic: { bytes: number; ratio: number } } }>(path);
    return { ...session, bytes: session.traffic.bytes, ratio: session.traffic.ratio };
  }

  private get<T>(path: string): Promise<T> {
    return this.ask(path);
  }

  private async ask<T>(path: string, body?: object): Promise<T> {
    const headers: Record<string, string> = {};
    const token = this.token();
    if (token) {
      headers["Authorization"] = `Bearer ${token}`;
    }
    const init: RequestInit = { headers };
    if (body) {
      headers["Content-Type"] = "application/json";
      init.method = "POST";
      init.body = JSON.stringify(body);
    }
    const response = await fetch(path, init);
    if (!response.ok) {
      throw new RefusedError(response.status);
    }
    return (await response.json()) as T;
  }
}
