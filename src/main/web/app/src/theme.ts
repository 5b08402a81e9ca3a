import { byId } from "./dom.js";

const KEY = "tickgate.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

/** Tells when colours have changed: canvases have to be drawn anew. */
export function onTheme(listener: () => void): void {
  listeners.add(listener);
}

/** The value of a colour token of the style sheet. */
export function colour(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
}

function apply(): void {
  const chosen = localStorage.getItem(KEY);
  const theme = chosen ?? (dark.matches ? "dark" : "light");
  document.documentElement.dataset["theme"] = theme;
  byId("theme").setAttribute("aria-label", theme === "dark" ? "Use light colours" : "Use dark colours");
  listeners.forEach((each) => each());
}

/** Follows the system until the reader chooses. */
export function startTheme(): void {
  byId("theme").addEventListener("click", toggleTheme);
  dark.addEventListener("change", apply);
  apply();
}

export function toggleTheme(): void {
  const next = document.documentElement.dataset["theme"] === "dark" ? "light" : "dark";
  localStorage.setItem(KEY, next);
  apply();
}
