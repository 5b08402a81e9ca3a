import type { Rest } from "tickgate-client";

/** What a replay shows; times in microseconds, null or absent while they aren't known. */
export interface Deck {
  readonly feed: string;
  readonly state: string;
  readonly position?: number | null;
  readonly from?: number | null;
  readonly to?: number | null;
  readonly speed: string;
  readonly loop: boolean;
}

/** A key of a replay. */
export type DeckKey =
  | { op: "play" | "pause" }
  | { op: "seek"; to: string }
  | { op: "speed"; speed: string }
  | { op: "loop"; loop: boolean };

/** The operator's endpoints, which answer only those who may use them. */
export class Operator {
  constructor(private readonly rest: Rest) {}

  deck(feed: string): Promise<Deck> {
    return this.rest.request(`/v1/admin/replay/${encodeURIComponent(feed)}`);
  }

  press(feed: string, key: DeckKey): Promise<Deck> {
    return this.rest.request(`/v1/admin/replay/${encodeURIComponent(feed)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(key),
    });
  }

  /** Bytes that the gateway has written to a connection. */
  async written(connection: string): Promise<number> {
    const path = `/v1/admin/sessions/${encodeURIComponent(connection)}`;
    const { session } = await this.rest.request<{ session: { traffic: { bytes: number } } }>(path);
    return session.traffic.bytes;
  }
}
