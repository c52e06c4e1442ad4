/// The page's own script: it only shows and hides what is in the page; without it all is shown.
enum HTMLScript {
  /// The SHA-256 digest of the text in base64, by which the page's policy knows it.
  static let digest = "TLoBmkpnGRa5jPlLHHKwhQN8HWb6nA39TG0Gqoi98OI="

  static let text = #"""
    "use strict";
    (() => {
      // Two pictures become one that is stepped through, with buttons or with the arrow keys.
      const step = (figure) => {
        const states = [...figure.querySelectorAll(".state")];
        if (states.length < 2) return;
        const group = document.createElement("div");
        group.className = "controls";
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", "Picture");
        const spoken = document.createElement("p");
        spoken.className = "spoken";
        spoken.setAttribute("aria-live", "polite");
        const names = states.map((state) => state.querySelector(".caption").textContent);
        const buttons = names.map((name, index) => {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = name;
          button.addEventListener("click", () => show(index));
          group.append(button);
          return button;
        });
        let current = states.length - 1;
        const show = (index) => {
          const changed = index !== current;
          current = index;
          states.forEach((state, number) => { state.classList.toggle("off", number !== index); });
          buttons.forEach((button, number) => {
            button.setAttribute("aria-pressed", String(number === index));
          });
          if (changed) spoken.textContent = names[index];
        };
        figure.tabIndex = 0;
        figure.setAttribute("aria-label", "Picture; the left and right arrow keys step through it");
        figure.addEventListener("keydown", (event) => {
          if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
          const next = {
            ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: states.length - 1,
          }[event.key];
          if (next === undefined) return;
          event.preventDefault();
          if (next >= 0 && next < states.length) show(next);
        });
        figure.prepend(group);
        figure.append(spoken);
        figure.classList.add("stepped");
        show(current);
      };
      document.querySelectorAll("figure.picture").forEach(step);

      // What scrolls can be reached by the keyboard.
      const reach = () => {
        for (const box of document.querySelectorAll("pre, .scroll")) {
          const scrolls =
            box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
          if (scrolls) box.tabIndex = 0; else box.removeAttribute("tabindex");
        }
      };
      reach();
      addEventListener("resize", reach);

      // On a narrow screen the list of steps is folded.
      const contents = document.querySelector("nav details");
      const narrow = matchMedia("(max-width: 62rem)");
      const fold = () => { if (contents) contents.open = !narrow.matches; };
      narrow.addEventListener("change", fold);
      fold();
      if (contents) {
        contents.addEventListener("click", (event) => {
          if (narrow.matches && event.target.closest("a")) contents.open = false;
        });
      }

      // Folds are open on paper, and as they were afterwards.
      let folded = [];
      addEventListener("beforeprint", () => {
        folded = [...document.querySelectorAll("main details:not([open])")];
        for (const fold of folded) fold.open = true;
      });
      addEventListener("afterprint", () => { for (const fold of folded) fold.open = false; });

      // A link to what is folded unfolds it.
      const unfold = () => {
        let id = location.hash.slice(1);
        try { id = decodeURIComponent(id); } catch { return; }
        const target = id && document.getElementById(id);
        for (let box = target; box; box = box.parentElement) {
          if (box.tagName === "DETAILS") box.open = true;
        }
        if (target) target.scrollIntoView();
      };
      addEventListener("hashchange", unfold);
      unfold();
    })();
    """#
}
