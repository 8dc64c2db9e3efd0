// The theme switch without a page load. The cookie is the one that the form's handler sets.

const YEAR_SECONDS = 31_536_000;

export function switchThemeInPlace(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-theme-switch]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!(button instanceof HTMLButtonElement)) return;
      event.preventDefault();
      show(button.value);
    });
  }
}

function show(theme: string): void {
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}
