/* What the pages' frame does: theme, contents on a phone, copying code, the search key. */
(function () {
  "use strict";
  const root = document.documentElement;
  const words = document.body.dataset;

  /** Remember `theme` in this browser; a refusal (private window, file://) only costs the memory. */
  function remember(theme) {
    try {
      if (theme === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch (refused) { /* the choice holds until the page is left */ }
  }

  function showTheme(button, theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    button.dataset.now = theme;
    button.querySelector(".theme__name").textContent = button.dataset[theme];
  }

  /** One button, three themes: as the system says, light, dark. */
  function themes(button) {
    const order = ["auto", "light", "dark"];
    button.hidden = false;
    showTheme(button, root.dataset.theme || "auto");
    button.addEventListener("click", () => {
      const theme = order[(order.indexOf(button.dataset.now) + 1) % order.length];
      showTheme(button, theme);
      remember(theme);
    });
  }

  /** On a narrow screen the lists begin closed; on a wide one they are always open. */
  function fold(lists) {
    const wide = matchMedia("(min-width: 64rem)");
    const set = () => lists.forEach((list) => { list.open = wide.matches; });
    wide.addEventListener("change", set);
    set();
  }

  async function copy(button, code) {
    await navigator.clipboard.writeText(code.innerText.replace(/\n$/, ""));
    button.textContent = words.wordCopied;
    setTimeout(() => { button.textContent = words.wordCopy; }, 1500);
  }

  /** A browser gives the clipboard to secure pages only; elsewhere there is no button. */
  function copying(block) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.wordCopy;
    button.addEventListener("click", () => copy(button, block.querySelector("pre")));
    block.append(button);
  }

  /** A box that scrolls sideways must be reachable by keyboard. */
  function reach(box) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }

  /** A wide table scrolls in a box of its own, never the page. */
  function boxed(table) {
    const box = document.createElement("div");
    box.className = "scrolls";
    table.replaceWith(box);
    box.append(table);
  }

  /** "/" goes to the search field, unless a field is being typed in. */
  function searchKey(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    document.querySelector(".bar__search input").focus();
  }

  /** Mark the entry of the section that is being read. */
  function follow(links) {
    const entry = new Map([...links].map((a) => [document.getElementById(decodeURIComponent(a.hash.slice(1))), a]));
    const watch = new IntersectionObserver((seen) => seen.forEach((one) => {
      if (!one.isIntersecting) return;
      links.forEach((a) => a.removeAttribute("aria-current"));
      entry.get(one.target).setAttribute("aria-current", "location");
    }), { rootMargin: "-10% 0px -75% 0px" });
    entry.forEach((_, section) => section && watch.observe(section));
  }

  themes(document.querySelector(".theme"));
  fold(document.querySelectorAll(".contents, .onpage"));
  if (navigator.clipboard) document.querySelectorAll(".prose .highlight:not(.output[class*='highlight-'] .highlight)").forEach(copying);
  document.querySelectorAll(".prose table").forEach(boxed);
  const reachAll = () => document.querySelectorAll(".scrolls, .highlight pre, .prose pre").forEach(reach);
  reachAll();
  addEventListener("resize", reachAll);
  addEventListener("keydown", searchKey);
  follow(document.querySelectorAll(".onpage a[href^='#']:not([href='#'])"));
})();
