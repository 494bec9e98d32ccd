// Gives every "predict" question a field, and keeps what is written in this browser. Without script the question stands alone.
"use strict";
for (const place of document.querySelectorAll("[data-guess]")) {
  const key = "tinytorch:guess:" + place.dataset.guess;
  const label = document.createElement("label");
  const field = document.createElement("textarea");
  label.textContent = "Your guess, before you run it (kept in this browser only)";
  label.append(field);
  try {
    field.value = localStorage.getItem(key) ?? "";
  } catch { /* storage is switched off: the field still works, it only forgets */ }
  field.addEventListener("input", () => {
    try { localStorage.setItem(key, field.value); } catch { /* as above */ }
  });
  place.append(label);
}
