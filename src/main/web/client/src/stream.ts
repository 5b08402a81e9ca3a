import { decodeCbor, encodeCbor } from "./cbor.js";
import type { Link, LinkListener } from "./link.js";
import type { Request, ServerMessage } from "./messages.js";
import type { Protocol, WebSocketConstructor } from "./types.js";

/** Without a close frame (RFC 6455, section 7.1.5). */
export const ABNORMAL = 1006;

/** Where and how to open a WebSocket. */
export interface StreamAddress {
  url: string;
  protocol: Protocol;
  /** Brought at the handshake, as subprotocol: browsers can't set a header (PROTOCOL section 6). */
  token: string | undefined;
}

/** Opens a WebSocket to the gateway. */
export function openStream(
  WebSocket: WebSocketConstructor,
  { url, protocol, token }: StreamAddress,
  listener: LinkListener,
): Link {
  const carrier =
    token === undefined
      ? []
      : ["bearer-token-carrier", `quarkus-http-upgrade#Authorization#Bearer%20${token}`];
  let socket: WebSocket;
  try {
    socket = new WebSocket(`${url}/v1/stream`, [`tickgate.v1.${protocol}`, ...carrier]);
  } catch (thrown) {
    queueMicrotask(() => listener.onClose(ABNORMAL, String(thrown)));
    return { send() {}, close() {} };
  }
  socket.binaryType = "arraybuffer";
  let over = false;
  const end = (code: number, reason: string) => {
    if (!over) {
      over = true;
      listener.onClose(code, reason);
    }
  };
  socket.onmessage = (event) => {
    if (!over) {
      receive(event.data, listener);
    }
  };
  socket.onclose = (event) => end(event.code || ABNORMAL, event.reason);
  socket.onerror = () => {}; // a close event follows, and says no less
  return {
    send(request: Request) {
      if (socket.readyState === 1) {
        socket.send(protocol === "cbor" ? encodeCbor(request) : JSON.stringify(request));
      }
    },
    close() {
      over = true;
      socket.close(1000);
    },
  };
}

/** What isn't a message of the protocol, in form or in what it says, is told and left. */
function receive(data: unknown, listener: LinkListener): void {
  try {
    if (typeof data === "string") {
      listener.onMessage(JSON.parse(data) as ServerMessage, data.length);
    } else {
      const bytes = new Uint8Array(data as ArrayBuffer);
      listener.onMessage(decodeCbor(bytes) as ServerMessage, bytes.length);
    }
  } catch (thrown) {
    listener.onGarbage(String(thrown));
  }
}
