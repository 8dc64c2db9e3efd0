// Keys: letters go to pages, move through rows and act on the row that has the focus.

type Openers = { openPalette: () => void; openHelp: () => void };

const PAGES: Record<string, string> = { t: "/", p: "/people", o: "/sphere", m: "/team", i: "/imports", s: "/settings" };
const ACTIONS = new Set(["e", "s", "x", "l"]);
const CHORD_MILLISECONDS = 1200;

export function listenForKeys({ openPalette, openHelp }: Openers): void {
  let goPressedAt = -Infinity;

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector("dialog[open]")) return;

    const wasGoing = event.timeStamp - goPressedAt < CHORD_MILLISECONDS;
    goPressedAt = -Infinity;
    const page = PAGES[event.key];
    if (wasGoing && page) {
      location.assign(page);
    } else if (event.key === "g") {
      goPressedAt = event.timeStamp;
    } else if (event.key === "/") {
      focusSearch();
    } else if (event.key === "?") {
      openHelp();
    } else if (event.key === "j" || event.key === "k") {
      move(event.key === "j" ? 1 : -1);
    } else if (event.key === "u") {
      document.querySelector<HTMLElement>("[data-undo]")?.click();
    } else if (ACTIONS.has(event.key)) {
      act(event.key);
    } else {
      return;
    }
    event.preventDefault();
  });

  keepPlaceAfterSwaps();
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return target instanceof HTMLElement && target.matches("input:not([type=radio]), textarea, select, [contenteditable]");
}

function focusSearch(): void {
  const inputs = [...document.querySelectorAll<HTMLInputElement>("main input[type=search], [data-search]")];
  const shown = inputs.find((input) => input.checkVisibility());
  if (!shown) location.assign("/search");
  shown?.focus();
  shown?.select();
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-row]")];
}

/** The row with the focus, or the only one there is. */
function current(): HTMLElement | undefined {
  const focused = document.activeElement?.closest<HTMLElement>("[data-row]");
  const all = rows();
  return focused ?? (all.length === 1 ? all[0] : undefined);
}

function move(by: 1 | -1): void {
  const all = rows();
  const here = current();
  const next = here ? all.indexOf(here) + by : 0;
  focusRow(all[Math.max(0, Math.min(next, all.length - 1))]);
}

function focusRow(row: HTMLElement | undefined): void {
  row?.querySelector<HTMLElement>("[data-open]")?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function act(key: string): void {
  const row = current() ?? rows()[0];
  const control = row?.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!control) return;
  control.click();
  const details = control.parentElement;
  if (details instanceof HTMLDetailsElement && details.open) {
    details.querySelector<HTMLElement>("form button, form select")?.focus();
  }
}

/** After a row is done and gone, the focus goes to the one that took its place. */
function keepPlaceAfterSwaps(): void {
  let place = -1;
  document.addEventListener("htmx:beforeSwap", () => {
    const here = document.activeElement?.closest<HTMLElement>("[data-row]");
    place = here ? rows().indexOf(here) : -1;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const isLost = document.activeElement === document.body || document.activeElement === null;
    if (place >= 0 && isLost) focusRow(rows()[Math.min(place, rows().length - 1)]);
    place = -1;
  });
}
