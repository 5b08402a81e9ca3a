import type { CloseAction } from "./types.js";

/** What a close code asks a client to do: PROTOCOL section 5. */
export function closeAction(code: number): CloseAction {
  if (code === 4502) {
    return "asked";
  }
  if (code >= 4500 || code === 1002 || code === 1003 || code === 1007 || code === 1009) {
    return "never";
  }
  return code < 4000 || code > 4002 ? "later" : "soon";
}
