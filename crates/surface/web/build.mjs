// Bundles islands, styles, fonts and icons into dist/. Run by build.rs after `npm ci`.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");

// Every icon a template may name; a missing one fails the build.
const ICONS = [
  "activity", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "book-open", "calendar", "check", "chevron-down",
  "circle-alert", "circle-question-mark", "clock", "file-up", "folder", "hand", "hourglass", "import", "log-out", "mail",
  "message-circle", "monitor", "moon", "orbit", "pencil-line", "phone", "search", "settings", "sun", "sunrise", "undo-2",
  "users", "x",
];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  target: ["chrome123", "firefox128", "safari17.5"],
};
await build({ ...shared, entryPoints: ["islands/app.ts"], outfile: "dist/app.js", format: "esm" });
await build({
  ...shared,
  entryPoints: ["styles/app.css"],
  outfile: "dist/app.css",
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
});

writeFileSync(join(dist, "icons.svg"), sprite());
for (const name of ["icon.svg", "manifest.webmanifest"]) {
  writeFileSync(join(dist, name), readFileSync(join(here, "assets", name)));
}

const hashes = Object.fromEntries(files(dist).map((path) => [relative(dist, path), hash(readFileSync(path))]));
const whole = hash(JSON.stringify(hashes));
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify({ build: whole, files: hashes }, null, 2)}\n`);

/** One SVG of symbols, drawn with the color of the text around them. */
function sprite() {
  const symbols = ICONS.map((name) => {
    const source = readFileSync(join(here, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
    const drawing = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ` +
      `stroke-linecap="round" stroke-linejoin="round">${drawing.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hash(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
