// A chapter links thousands of names in its code. So that the Tab key still goes from one code box to the next, they are left out of its way;
// Enter on a code box lets it go through the names of that box, and Escape ends that. Without script it goes through all of them.
"use strict";

const namesOf = (box) => box.querySelectorAll("a.code-name");

function letTab(box, through) {
  for (const name of namesOf(box)) name.tabIndex = through ? 0 : -1;
}

for (const box of document.querySelectorAll(".chunk pre")) {
  if (!namesOf(box).length) continue;
  letTab(box, false);
  box.setAttribute("aria-description", "Enter: go through the names in it");
}

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.(".chunk pre");
  if (!box) return;
  if (event.key === "Enter" && event.target === box && namesOf(box).length) {
    letTab(box, true);
    namesOf(box)[0].focus();
    event.preventDefault();
  } else if (event.key === "Escape" && event.target !== box) {
    letTab(box, false);
    box.focus();
  }
});
