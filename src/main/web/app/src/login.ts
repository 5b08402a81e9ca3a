import { byId, setText } from "./dom.js";

const KEY = "tickgate.token";

/** The token of this tab: asked for when the gateway wants one, kept in the tab's storage. */
export class Login {
  private readonly dialog = byId<HTMLDialogElement>("login");
  private readonly field = byId<HTMLInputElement>("token");

  constructor(onToken: () => void) {
    byId("login-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const token = this.field.value.trim();
      this.field.value = "";
      this.dialog.close();
      sessionStorage.setItem(KEY, token);
      onToken();
    });
    byId("login-cancel").addEventListener("click", () => this.dialog.close());
  }

  token(): string | null {
    return sessionStorage.getItem(KEY);
  }

  /** Whether it is worth asking what only operators are told; who may, the gateway decides. */
  mayOperate(): boolean {
    const token = this.token();
    return token === null || groups(token).includes("md-admin");
  }

  /** Asks for one; once is enough. */
  ask(reason: string): void {
    setText(byId("login-reason"), reason);
    if (!this.dialog.open) {
      this.dialog.showModal();
      this.field.focus();
    }
  }
}

/** The groups that a token names; none when it can't be read. */
function groups(token: string): readonly unknown[] {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const claims = JSON.parse(atob(payload)) as { groups?: unknown };
    return Array.isArray(claims.groups) ? claims.groups : [];
  } catch {
    return [];
  }
}
