/** What an element is made with: attributes, or `on…` for a listener. */
type Properties = Record<string, string | ((event: never) => void)>;

/** An element with attributes and children; text stays text. Never `style`: the page's CSP forbids it. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      made.addEventListener(name.slice(2), value as (event: Event) => void);
    } else {
      made.setAttribute(name, value);
    }
  }
  made.append(...children);
  return made;
}

/** As {@link el}, of a drawing. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string>,
  ...children: Node[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** An element of the static page. */
export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) {
    throw new Error(`the page has no #${id}`);
  }
  return found as T;
}

/** Sets text only where it differs: most ticks leave most cells alone. */
export function setText(node: Node, text: string): void {
  const target = node.firstChild ?? node.appendChild(document.createTextNode(""));
  if (target.nodeValue !== text) {
    target.nodeValue = text;
  }
}

/** Whether a key press goes into a field rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, select, textarea");
}
