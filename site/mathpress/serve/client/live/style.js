// How the panel looks, in light and in dark, whatever the theme is.
export const STYLE = `
  :host {
    all: initial;
    display: block;
    color-scheme: inherit;
    --page: light-dark(#fff, #1d2025);
    --text: light-dark(#1f2328, #e2e5ea);
    --rule: light-dark(#c9ccd1, #454b55);
    --error: light-dark(#b3261e, #ff9a90);
    --warning: light-dark(#8a5200, #e6b566);
  }

  section, .note {
    position: fixed;
    z-index: 2147483647;
    inset: auto 0 0;
    box-sizing: border-box;
    background: var(--page);
    color: var(--text);
    font: 14px / 1.45 system-ui, sans-serif;
  }

  section {
    display: flex;
    flex-direction: column;
    max-block-size: 45vh;
    border-block-start: 3px solid var(--error);
    box-shadow: 0 0 1rem rgb(0 0 0 / 25%);
  }

  section.mild {
    border-color: var(--warning);
  }

  section.shut {
    inset-inline-start: auto;
    border: 1px solid var(--rule);
    border-block-start: 3px solid var(--error);
    border-start-start-radius: 6px;
  }

  section.shut.mild {
    border-block-start-color: var(--warning);
  }

  [hidden], section.shut .list {
    display: none;
  }

  header {
    display: flex;
    align-items: center;
  }

  button {
    padding: 0.4rem 0.9rem;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }

  button:hover {
    text-decoration: underline;
  }

  .fold {
    flex: 1;
    font-weight: 600;
  }

  .fold::before {
    display: inline-block;
    inline-size: 1.2em;
    content: "▾";
  }

  .shut .fold::before {
    content: "▴";
  }

  :focus-visible {
    outline: 2px solid var(--text);
    outline-offset: -3px;
  }

  .list {
    margin: 0;
    padding: 0 0.9rem 0.9rem;
    overflow: auto;
    overscroll-behavior: contain;
    list-style: none;
  }

  pre {
    margin: 0;
    padding-block: 0.6rem;
    border-block-start: 1px solid var(--rule);
    font: 13px / 1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    tab-size: 1;
  }

  .said, .line {
    display: block;
  }

  .said {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .line {
    overflow-x: auto;
    overflow-y: hidden;
  }

  /* A terminal gives each character one cell or two, whatever the font. */
  .cells {
    display: inline-block;
    text-align: center;
    text-align-last: justify;
    white-space: nowrap;
  }

  .kind {
    font-weight: 700;
  }

  .kind, .caret {
    color: var(--error);
  }

  .warning :is(.kind, .caret) {
    color: var(--warning);
  }

  .status {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  .note {
    inset-inline-end: auto;
    padding: 0.3rem 0.8rem;
    border: 1px solid var(--rule);
    border-start-end-radius: 6px;
  }

  @media print {
    :host {
      display: none;
    }
  }
`;
