// A running Rapport with the demo's people in a folder of its own, and a browser to walk through it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

export const OWNER = { name: "Ida Holm", passphrase: "eleven quiet kilns at noon" };
export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

const START_MILLISECONDS = 60_000;
const BROWSER_ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Starts the server and the browser. `close()` ends both and removes what they wrote. */
export async function startWorld() {
  const binary = process.env.RAPPORT_BIN;
  assert.ok(binary, "Set RAPPORT_BIN to the rapport binary, such as target/debug/rapport.");
  const folder = mkdtempSync(join(tmpdir(), "rapport-e2e-"));
  const server = spawn(binary, ["demo", "--no-open", "--port", "0", "--data", join(folder, "data")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const link = await firstLink(server);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: BROWSER_ARGUMENTS,
  });
  return new World({ folder, server, link, browser });
}

class World {
  /** What the pages complained about: console errors, refused content, uncaught errors. */
  complaints = [];
  session;

  constructor({ folder, server, link, browser }) {
    Object.assign(this, { folder, server, link, browser, origin: new URL(link).origin });
  }

  /** A page in a context of its own, signed in once somebody is. */
  async page(options = {}) {
    const context = await this.browser.newContext({
      baseURL: this.origin,
      viewport: WIDE,
      storageState: this.session,
      ...options,
    });
    const page = await context.newPage();
    page.on("console", (message) => {
      // A page that answers "no" on purpose is told apart from a part of a page that is missing.
      const isAnswer = /status of 4\d\d/.test(message.text()) && message.location().url === page.url();
      if (message.type() === "error" && !isAnswer) this.complain(page, message.text());
    });
    page.on("pageerror", (error) => this.complain(page, error.message));
    return page;
  }

  complain(page, text) {
    // The browser gives up a view transition when the next page is there first; nothing is lost.
    if (!text.startsWith("Transition was")) this.complaints.push(`${page.url()}: ${text}`);
  }

  async remember(page) {
    this.session = await page.context().storageState();
  }

  /** Writes a mailbox with one exchange, one newsletter and one thing that is no mail. */
  mailbox(name) {
    const path = join(this.folder, name);
    writeFileSync(path, MAILBOX);
    return path;
  }

  async close() {
    await this.browser.close();
    this.server.kill("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function expectAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(AXE_TAGS).analyze();
  const found = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(found, [], page.url());
}

export async function expectNoSidewaysScroll(page) {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  // A page that keeps room for its scroll bar is narrower than its window, not wider.
  assert.ok(overflow <= 0, `${page.url()} is ${overflow} px too wide`);
}

function firstLink(server) {
  return new Promise((resolve, reject) => {
    let said = "";
    const tooLate = setTimeout(() => reject(new Error(`No link was printed. It said: ${said}`)), START_MILLISECONDS);
    server.stdout.on("data", (bytes) => {
      said += bytes;
      const link = said.match(/http:\/\/127\.0\.0\.1:\d+\/\S*(?=\s)/);
      if (!link) return;
      clearTimeout(tooLate);
      resolve(link[0]);
    });
    server.on("exit", (code) => reject(new Error(`rapport ended with ${code}. It said: ${said}`)));
  });
}

const MAILBOX = `From ada@potters.example Mon Mar  2 09:00:00 2026
From: Ada Kowal <ada@potters.example>
To: Ida Holm <ida@holmkilns.example>
Date: Mon, 2 Mar 2026 09:00:00 +0100
Message-ID: <one@potters.example>
Subject: Kiln shelves

Could we see the kiln shelves in April?

From news@clayandfire.example Tue Mar  3 06:00:00 2026
From: Clay and Fire <news@clayandfire.example>
To: Ida Holm <ida@holmkilns.example>
Date: Tue, 3 Mar 2026 06:00:00 +0000
Message-ID: <212@clayandfire.example>
List-Unsubscribe: <mailto:off@clayandfire.example>
Precedence: bulk
Subject: Glaze digest 212

Ten glazes for spring.

`;
