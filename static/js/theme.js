// The reader's choice of light or dark. The script holds the page up, so that no page is in the wrong colours first.
{
  const KEY = "mathpress-theme"; // localStorage is shared by all that lives on the host
  const THEMES = ["system", "light", "dark"];
  const root = document.documentElement;

  const show = (theme) => {
    root.dataset.theme = THEMES.includes(theme) ? theme : THEMES[0];
    for (const select of document.querySelectorAll("theme-switch select")) select.value = root.dataset.theme;
  };

  const showKept = () => {
    try {
      show(localStorage.getItem(KEY));
    } catch {
      show(root.dataset.theme); // where the reader forbids a site to keep anything, a choice holds for the page
    }
  };

  const keep = (theme) => {
    show(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {} // as above
  };

  // It is made while the page is parsed, so that nothing moves when the control appears; its attributes have the words.
  class ThemeSwitch extends HTMLElement {
    connectedCallback() {
      if (this.firstChild) return;
      const select = document.createElement("select");
      select.title = this.dataset.label;
      select.setAttribute("aria-label", this.dataset.label);
      select.append(...THEMES.map((theme) => new Option(this.dataset[theme], theme)));
      select.addEventListener("change", () => keep(select.value));
      this.append(select);
      showKept();
    }
  }

  showKept();
  customElements.define("theme-switch", ThemeSwitch);
  addEventListener("storage", showKept); // the choice was made in another tab,
  addEventListener("pageshow", showKept); // or on a page after this one, from which the reader came back
}
