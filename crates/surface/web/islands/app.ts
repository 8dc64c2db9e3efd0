// What every page loads. A page is whole without it.
import "htmx.org";
import { listenForKeys } from "./keys";
import { tidyMenus } from "./menus";
import { openPalette } from "./palette";
import { watchSphere } from "./sphere";
import { switchThemeInPlace } from "./theme";

for (const element of document.querySelectorAll<HTMLElement>("[data-scripted]")) element.hidden = false;

switchThemeInPlace();
tidyMenus();
watchSphere();
listenForKeys({ openPalette, openHelp });

document.querySelector("[data-help]")?.addEventListener("click", openHelp);

function openHelp(): void {
  document.querySelector<HTMLDialogElement>("#help")?.showModal();
}
