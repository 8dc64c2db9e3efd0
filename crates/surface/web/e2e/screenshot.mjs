// Makes the pictures of the README from the demo: `npm run screenshot`.
import { fileURLToPath } from "node:url";
import { OWNER, startWorld, WIDE } from "./world.mjs";

const docs = fileURLToPath(new URL("../../../../docs/", import.meta.url));
const world = await startWorld();
const page = await world.page({ viewport: { ...WIDE, height: 1000 }, colorScheme: "light" });
await page.goto(world.link);
await page.getByLabel("Your name").fill(OWNER.name);
await page.getByLabel("A passphrase").fill(OWNER.passphrase);
await page.getByRole("button", { name: "Begin" }).click();
await page.getByRole("link", { name: "Today" }).waitFor();
await page.evaluate(() => document.fonts.ready);
await page.screenshot({ path: `${docs}today.png` });
await world.close();
