// On a narrow screen the tabs run off its edge: the active one is brought into sight. The page itself stays where it is.
for (const active of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = active.closest(".tabs"), at = active.getBoundingClientRect(), around = tabs.getBoundingClientRect();
  tabs.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
}
