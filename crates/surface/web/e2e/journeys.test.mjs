// What a person does with Rapport, in the order in which they would. The tests share one world and run in turn.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { OWNER, PHONE, WIDE, expectAccessible, expectNoSidewaysScroll, startWorld } from "./world.mjs";

const PAGES = ["/", "/people", "/sphere", "/sphere?to=an", "/team", "/imports", "/settings", "/search?q=the", "/search"];

let world;
before(async () => { world = await startWorld(); });
after(async () => { await world?.close(); });

/** A page that is closed when the walk is over. */
async function walk(options, steps) {
  const page = await world.page(options);
  try {
    await steps(page);
  } finally {
    await page.context().close();
  }
}

const cards = (page) => page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("article") });
const nameOf = (card) => card.getByRole("heading", { level: 3 }).getByRole("link").innerText();
const cardOf = (page, name) => cards(page).filter({ has: page.getByRole("link", { name, exact: true }) });
const undo = (page) => page.getByRole("button", { name: "Undo" });
const peopleRows = (page) => page.getByRole("main").getByRole("row").filter({ has: page.getByRole("rowheader") });
const firstPerson = (page) => peopleRows(page).first().getByRole("link");

async function gone(page, name) {
  await cardOf(page, name).waitFor({ state: "detached" });
}

test("the one-time link makes the owner, once", async () => {
  await walk({}, async (page) => {
    await page.goto(world.link);
    await expectAccessible(page);
    await page.getByLabel("Your name").fill(OWNER.name);
    await page.getByLabel("A passphrase").fill(OWNER.passphrase);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    await world.remember(page);
  });
  await walk({ storageState: undefined }, async (page) => {
    const again = await page.goto(world.link);
    assert.ok(again.status() >= 400 || (await page.getByRole("button", { name: "Sign in" }).isVisible()));
  });
});

test("a stranger meets the door, and the owner comes back in", async () => {
  await walk({ storageState: undefined }, async (page) => {
    await page.goto("/people");
    await page.getByLabel("Passphrase").fill("not this one at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Passphrase").fill(OWNER.passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/people");
  });
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : " (without JavaScript)";
  const journey = (name, steps) => test(name + how, () => walk({ javaScriptEnabled }, steps));

  journey("Today shows people, and a card opens its evidence", async (page) => {
    await page.goto("/");
    assert.ok(await page.getByRole("heading", { level: 1 }).innerText());
    const proof = cards(page).first().getByRole("list", { name: "What this rests on" }).getByRole("link").first();
    const subject = await proof.innerText();
    await proof.click();
    await page.waitForURL("**/interactions/*");
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), subject);
  });

  journey("done takes a person off the list, undo brings them back", async (page) => {
    await page.goto("/");
    const name = await nameOf(cards(page).first());
    await cardOf(page, name).getByRole("button", { name: "Done" }).click();
    await gone(page, name);
    await undo(page).click();
    await cardOf(page, name).waitFor();
  });

  journey("snooze and dismiss with a reason take a person off the list", async (page) => {
    for (const [menu, choice] of [["Snooze", 1], ["Dismiss", 0]]) {
      await page.goto("/");
      const name = await nameOf(cards(page).first());
      const card = cardOf(page, name);
      await card.getByText(menu, { exact: true }).click();
      await card.getByRole("form", { name: `${menu} ${name}` }).getByRole("button").nth(choice).click();
      await gone(page, name);
      await undo(page).click();
      await cardOf(page, name).waitFor();
    }
  });

  journey("a touch that is logged by hand stands in the timeline", async (page) => {
    const note = `Talked about the apprentices${how}`;
    await page.goto("/people");
    await firstPerson(page).click();
    await page.getByText("Log", { exact: true }).click();
    const form = page.getByRole("form", { name: /^Log a touch/ });
    await form.getByLabel("What").selectOption("call");
    await form.getByLabel("They did").check();
    await form.getByLabel("Note").fill(note);
    await form.getByRole("button", { name: "Log it" }).click();
    await page.getByRole("region", { name: "Timeline" }).getByText(note).waitFor();
  });

  journey("People are found, filtered, sorted and turned over", async (page) => {
    await page.goto("/people");
    const name = await firstPerson(page).innerText();
    await page.getByRole("link", { name: "Name", exact: true }).click();
    await page.locator("th[aria-sort]").filter({ hasText: "Name" }).waitFor();
    await page.getByRole("navigation", { name: "Show" }).getByRole("link").nth(1).click();
    await page.getByRole("navigation", { name: "Show" }).locator("[aria-current]").waitFor();

    await page.goto("/people");
    const more = page.getByRole("link", { name: "More people" });
    if (await more.isVisible()) {
      const address = await more.getAttribute("href");
      await more.click();
      await page.locator(`a[href="${address}"]`).waitFor({ state: "detached" });
      assert.ok((await peopleRows(page).count()) > 0);
    }

    await page.goto("/people");
    const search = page.getByRole("searchbox", { name: "Find a person" });
    await search.fill(name);
    await search.press("Enter");
    await page.waitForURL(/q=/);
    await peopleRows(page).getByRole("link", { name, exact: true }).first().waitFor();
  });

  journey("a person has readings, and a reading opens the touches it rests on", async (page) => {
    await page.goto("/");
    await cards(page).first().getByRole("heading", { level: 3 }).getByRole("link").click();
    await page.getByRole("region", { name: "What can be said" }).waitFor();
    await page.getByText("As a table").click();
    await page.getByRole("region", { name: "Rhythm" }).getByRole("table").waitFor();
    await page.getByRole("link", { name: /^Evidence/ }).first().click();
    await page.waitForURL(/evidence=/);
    await page.getByRole("link", { name: "Show everything" }).click();
    await page.waitForURL((url) => !url.search.includes("evidence"));
  });

  journey("how two people talk opens the mails it rests on, and a lid is lifted when asked", async (page) => {
    await page.goto("/people?sort=received");
    await firstPerson(page).click();
    const talk = page.getByRole("region", { name: /^How you talk/ });
    await talk.getByText("Do you write alike?").click();
    if (!javaScriptEnabled) await talk.getByRole("link", { name: "Compare your small words" }).click();
    await talk.getByText("That is trivia, not a target.").waitFor();
    await talk.getByRole("link", { name: "Evidence for Given against asked" }).click();
    await page.waitForURL(/evidence=given/);
    await page.getByText("Only what “Given against asked” rests on.").waitFor();
    assert.ok((await page.getByRole("region", { name: "Timeline" }).getByRole("link").count()) > 1);
  });

  journey("the team has its warmth, its weeks and its answers, each with a table", async (page) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Team" }).click();
    await page.getByRole("table", { name: "Relationships of the team by warmth" }).waitFor();
    for (const [region, picture] of [[/^People in contact/, /each week/], [/^Answers/, /limits of chance/]]) {
      const section = page.getByRole("region", { name: region });
      await section.getByRole("img", { name: picture }).waitFor();
      await section.getByText("As a table").click();
      await section.getByRole("table").waitFor();
    }
  });

  journey("the sphere has a picture, its lists and ways to somebody", async (page) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Sphere" }).click();
    await page.getByRole("img", { name: /rings by warmth/ }).waitFor();
    const reach = page.getByRole("searchbox", { name: "Whom do you want to reach?" });
    await reach.fill("terpstra");
    await reach.press("Enter");
    await page.waitForURL("**/sphere?to=terpstra");
    await page.getByRole("heading", { name: /^Ways to/ }).waitFor();
    await page.getByRole("button", { name: /^I asked/ }).first().click();
    await page.getByRole("region", { name: "Whom you asked" }).getByText("waiting").waitFor();
    await undo(page).click();
    await page.getByRole("status").filter({ hasText: "Taken back" }).waitFor();
    await page.getByRole("region", { name: /Your only links/ }).getByRole("link").first().click();
    await page.waitForURL("**/people/*");
  });

  journey("an import by path tells its progress and every decision", async (page) => {
    await page.goto("/imports");
    await page.getByLabel(/Maildir/).fill(world.mailbox(javaScriptEnabled ? "spring.mbox" : "again.mbox"));
    await page.getByRole("button", { name: "Read it" }).click();
    await page.waitForURL("**/imports/*");
    await page.getByRole("heading", { name: "Why is this mail not here?" }).waitFor({ timeout: 20_000 });
    const why = page.getByRole("searchbox", { name: /Find a message/ });
    await why.fill("Glaze digest");
    await why.press("Enter");
    await page.getByText("Set aside").first().waitFor();
    await page.getByRole("link", { name: "Glaze digest 212" }).first().click();
    await page.getByRole("heading", { name: "Glaze digest 212" }).waitFor();
  });

  journey("settings are saved", async (page) => {
    await page.goto("/settings");
    await page.getByLabel("Time zone").fill("Europe/Vienna");
    await page.getByLabel(/Only threads I am in/).check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("status").filter({ hasText: /\S/ }).first().waitFor();
    assert.equal(await page.getByLabel("Time zone").inputValue(), "Europe/Vienna");
  });

  journey("search finds a subject", async (page) => {
    await page.goto("/");
    const proof = page.getByRole("list", { name: "What this rests on" }).getByRole("link").first();
    const word = (await proof.innerText()).match(/\p{L}{4,}/u)[0];
    const box = page.getByRole("searchbox", { name: "Search people and mail" });
    await box.fill(word);
    await box.press("Enter");
    await page.waitForURL("**/search?**");
    await page.getByRole("region", { name: "Subjects and own words" }).getByRole("link").first().waitFor();
  });
}

test("keys go to pages, move through cards and act on them", async () => {
  await walk({}, async (page) => {
    await page.goto("/people");
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.waitForURL(`${world.origin}/`);
    const name = await nameOf(cards(page).first());
    await page.keyboard.press("j");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
    await page.keyboard.press("e");
    await gone(page, name);
    await undo(page).waitFor();
    await page.keyboard.press("u");
    await cardOf(page, name).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Page or person" }).fill(name.slice(0, 4));
    await page.getByRole("option", { name }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/people/*");
  });
});

test("pointing at a dot names the person, and a press opens them", async () => {
  await walk({}, async (page) => {
    await page.goto("/sphere");
    const dot = page.locator(".dots circle").first();
    await dot.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await dot.boundingBox();
    const middle = [x + width / 2, y + height / 2];
    await page.mouse.move(...middle);
    await page.locator("[data-picked] text").waitFor();
    const name = (await page.locator("[data-picked] text").textContent()).split(",")[0];
    await page.mouse.click(...middle);
    await page.waitForURL("**/people/*");
    await page.getByText(name).first().waitFor();
  });
});

test("the first press of Tab offers to skip to the page", async () => {
  await walk({}, async (page) => {
    await page.goto("/");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the page");
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [WIDE, PHONE]) {
    test(`every page can be read by everybody, ${colorScheme}, ${viewport.width} px`, () =>
      walk({ colorScheme, viewport, hasTouch: viewport === PHONE }, async (page) => {
        await page.goto("/people");
        const person = await firstPerson(page).getAttribute("href");
        await page.goto(person);
        const touch = await page.getByRole("region", { name: "Timeline" }).getByRole("link").first().getAttribute("href");
        for (const address of [...PAGES, person, touch]) {
          await page.goto(address);
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        }
      }));
  }
}

test("the chosen colors stay", async () => {
  await walk({}, async (page) => {
    await page.goto("/settings");
    await page.getByRole("main").getByRole("button", { name: "Dark" }).click();
    await page.goto("/");
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  });
});

test("no page complained: no refused content, no errors", () => {
  assert.deepEqual(world.complaints, []);
});
