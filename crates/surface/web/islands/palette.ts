// The palette: Ctrl/Cmd K, a few letters, Enter. Pages are known here, people come from /search.json.

type Place = { name: string; detail: string; href: string };

const PAGES: Place[] = [
  { name: "Today", detail: "g t", href: "/" },
  { name: "People", detail: "g p", href: "/people" },
  { name: "Sphere", detail: "g o", href: "/sphere" },
  { name: "Team", detail: "g m", href: "/team" },
  { name: "Import", detail: "g i", href: "/imports" },
  { name: "Settings", detail: "g s", href: "/settings" },
];
const PAUSE_MILLISECONDS = 120;

const dialog = document.querySelector<HTMLDialogElement>("#palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("ul");

let places: Place[] = [];
let chosen = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;
let asking: AbortController | undefined;

export function openPalette(): void {
  if (!dialog || !input || dialog.open) return;
  input.value = "";
  show(PAGES);
  dialog.showModal();
  input.focus();
}

input?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => void find(input.value.trim()), PAUSE_MILLISECONDS);
});

input?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Enter") open(places[chosen]);
  else return;
  event.preventDefault();
});

dialog?.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

async function find(query: string): Promise<void> {
  const pages = PAGES.filter((page) => page.name.toLowerCase().startsWith(query.toLowerCase()));
  if (!query) return show(PAGES);
  asking?.abort();
  asking = new AbortController();
  let people: Place[] = [];
  try {
    const answer = await fetch(`/search.json?q=${encodeURIComponent(query)}`, { signal: asking.signal });
    if (answer.ok) people = ((await answer.json()) as { people: Place[] }).people;
  } catch {
    if (asking.signal.aborted) return;
  }
  const everything = { name: `Search for “${query}”`, detail: "", href: `/search?q=${encodeURIComponent(query)}` };
  show([...pages, ...people, everything]);
}

function show(found: Place[]): void {
  places = found;
  list?.replaceChildren(...found.map(option));
  choose(0);
}

function option(place: Place, index: number): HTMLLIElement {
  const item = document.createElement("li");
  item.id = `palette-${index}`;
  item.role = "option";
  const detail = document.createElement("small");
  detail.textContent = place.detail;
  item.append(place.name, " ", detail);
  item.addEventListener("click", () => open(place));
  return item;
}

function choose(index: number): void {
  chosen = Math.max(0, Math.min(index, places.length - 1));
  [...(list?.children ?? [])].forEach((item, at) => {
    item.ariaSelected = String(at === chosen);
    if (at === chosen) item.scrollIntoView({ block: "nearest" });
  });
  input?.setAttribute("aria-activedescendant", `palette-${chosen}`);
}

function open(place: Place | undefined): void {
  if (place) location.assign(place.href);
}
