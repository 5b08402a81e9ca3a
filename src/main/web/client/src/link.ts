import type { Request, ServerMessage } from "./messages.js";

/** A way to the gateway that is open, or opening. */
export interface Link {
  send(request: Request): void;
  /** Ends it; the listener hears nothing more. */
  close(): void;
}

/** Told what a link brings. */
export interface LinkListener {
  /** @param size bytes, or characters of text */
  onMessage(message: ServerMessage, size: number): void;
  /** A message that can't be read. */
  onGarbage(reason: string): void;
  /** It is over, or never came to be. */
  onClose(code: number, reason: string, retryAfterMs?: number): void;
}
