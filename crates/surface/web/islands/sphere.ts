// The sphere: pointing at a dot names the person and draws their ties, a press opens them. The picture listens as a
// whole, so that it stays quick with thousands of dots; the lists beside it are the way for keys.

type Data = { people: [id: string, name: string, company: string][]; ties: [number, number][] };
type Spot = { x: number; y: number };

const REACH = 18;
const SVG = "http://www.w3.org/2000/svg";

export function watchSphere(): void {
  const svg = document.querySelector<SVGSVGElement>("[data-sphere]");
  const over = svg?.querySelector<SVGGElement>("[data-picked]");
  const source = document.querySelector("#sphere-data")?.textContent;
  if (!svg || !over || !source) return;
  const data = JSON.parse(source) as Data;
  const circles = [...svg.querySelectorAll<SVGCircleElement>(".dots circle")];
  const spots: Spot[] = circles.map(({ cx, cy }) => ({ x: cx.baseVal.value, y: cy.baseVal.value }));
  const around = neighbors(data);
  let picked = -1;
  let waiting = 0;

  svg.addEventListener("pointermove", (event) => {
    if (waiting) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      pick(nearest(svg, spots, event));
    });
  });
  svg.addEventListener("pointerleave", () => pick(-1));
  svg.addEventListener("click", (event) => {
    const found = nearest(svg, spots, event);
    const person = data.people[found];
    // A finger points first and opens with the second press.
    const isFinger = event instanceof PointerEvent && event.pointerType === "touch";
    if (person && (!isFinger || found === picked)) location.assign(`/people/${person[0]}`);
    else pick(found);
  });

  function pick(found: number): void {
    if (found === picked) return;
    picked = found;
    const spot = spots[found];
    const person = data.people[found];
    svg?.classList.toggle("pointing", Boolean(spot));
    if (!spot || !person) return over?.replaceChildren();
    const others = (around.get(found) ?? []).flatMap((other) => spots[other] ?? []);
    const path = others.map((other) => `M${spot.x} ${spot.y}L${other.x} ${other.y}`).join("");
    const radius = circles[found]?.r.baseVal.value ?? 4;
    over?.replaceChildren(
      draw("path", { d: path }),
      ...others.map((other) => draw("circle", { cx: other.x, cy: other.y, r: radius + 2 })),
      draw("circle", { cx: spot.x, cy: spot.y, r: radius + 4 }),
      text(spot, radius, person[1], person[2]),
    );
  }
}

function neighbors({ ties }: Data): Map<number, number[]> {
  const around = new Map<number, number[]>();
  for (const [one, other] of ties) {
    around.set(one, [...(around.get(one) ?? []), other]);
    around.set(other, [...(around.get(other) ?? []), one]);
  }
  return around;
}

/** The dot under the pointer or next to it; -1 when there is none. */
function nearest(svg: SVGSVGElement, spots: Spot[], event: MouseEvent): number {
  const matrix = svg.getScreenCTM()?.inverse();
  if (!matrix) return -1;
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
  let best = -1;
  let least = REACH * REACH;
  spots.forEach((spot, index) => {
    const distance = (spot.x - at.x) ** 2 + (spot.y - at.y) ** 2;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

function draw(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}

function text(spot: Spot, radius: number, name: string, company: string): SVGElement {
  const element = draw("text", { x: spot.x, y: spot.y - radius - 10 });
  element.textContent = company ? `${name}, ${company}` : name;
  return element;
}
