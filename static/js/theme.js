// The reader's choice of a light or dark page. This script stands in the head and holds the page up while it loads, so that
// no page is shown in the wrong colours first; being small and a file of its own, it runs under a strict CSP.
{
  const KEY = "mathpress-theme"; // localStorage is shared by all that lives on the host
  const THEMES = ["system", "light", "dark"];
  let chosen; // what holds if nothing can be kept, as where the reader forbids it

  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return chosen;
    }
  };

  const keep = (theme) => {
    chosen = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // It holds for this page.
    }
  };

  const apply = () => {
    const theme = THEMES.includes(kept()) ? kept() : THEMES[0];
    document.documentElement.dataset.theme = theme;
    for (const select of document.querySelectorAll("theme-switch select")) select.value = theme;
  };

  // An element of our own is completed while the page is parsed, so nothing moves when its control appears. Without
  // scripts it is empty. Its attributes have the words.
  class ThemeSwitch extends HTMLElement {
    connectedCallback() {
      if (this.firstChild) return;
      const select = document.createElement("select");
      select.title = this.dataset.label;
      select.setAttribute("aria-label", this.dataset.label);
      select.append(...THEMES.map((theme) => new Option(this.dataset[theme], theme)));
      select.addEventListener("change", () => {
        keep(select.value);
        apply();
      });
      this.append(select);
      apply();
    }
  }

  apply();
  customElements.define("theme-switch", ThemeSwitch);
  addEventListener("storage", apply); // the choice was made in another tab,
  addEventListener("pageshow", apply); // or on a page after this one, from which the reader came back
}
