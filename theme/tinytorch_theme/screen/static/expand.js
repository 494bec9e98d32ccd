// A "+" after the use of a chunk shows that chunk's code in its place, with every part that stands on this page. Without script there is the
// link. Solutions are left out: nobody should read one by accident.
"use strict";

// The code of all parts of a chunk on this page, as HTML without what a reader has opened in it.
function codeOf(figure) {
  const parts = [];
  for (let part = figure; part; ) {
    const code = part.querySelector("pre");
    if (code) {
      const copy = code.cloneNode(true);
      copy.querySelectorAll(".chunk-expansion, .chunk-context").forEach((extra) => extra.remove());
      copy.querySelectorAll(".chunk-expand").forEach((sign) => setOpen(sign, false));
      parts.push(copy.innerHTML.replace(/\n$/, ""));
    }
    const next = part.querySelector("a.chunk-next")?.getAttribute("href") ?? "";
    part = next.startsWith("#") ? document.getElementById(next.slice(1)) : null;
  }
  return parts.join("\n");
}

function setOpen(sign, open) {
  sign.setAttribute("aria-expanded", String(open));
  sign.textContent = open ? "−" : "+";
}

for (const use of document.querySelectorAll('a.chunk-use[href^="#"]')) {
  const figure = document.getElementById(use.hash.slice(1));
  if (!figure || figure.matches(".chunk-solution, .chunk-stub") || !codeOf(figure)) continue;
  const sign = document.createElement("button");
  sign.type = "button";
  sign.className = "chunk-expand";
  sign.setAttribute("aria-label", "Show " + use.textContent + " here");
  setOpen(sign, false);
  use.after(sign);
}

document.addEventListener("click", (event) => {
  const sign = event.target.closest?.(".chunk-expand");
  if (!sign) return;
  const open = sign.getAttribute("aria-expanded") === "false";
  setOpen(sign, open);
  if (!open) return sign.nextElementSibling.remove();
  const use = sign.previousElementSibling;
  const indent = "\n" + " ".repeat(Number(use.dataset.indent));
  const shown = document.createElement("span");
  shown.className = "chunk-expansion";
  shown.innerHTML = indent + codeOf(document.getElementById(use.hash.slice(1))).split("\n").join(indent);
  // A use inside what was shown has its own indentation, counted from this one.
  for (const inner of shown.querySelectorAll(".chunk-use"))
    inner.dataset.indent = Number(inner.dataset.indent) + Number(use.dataset.indent);
  sign.after(shown);
});
