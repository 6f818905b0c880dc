// Says how many characters are left: <p data-count="id of the field" data-left="Sisa {n} huruf">.
for (const note of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(note.dataset.count);
  if (!field || field.maxLength < 0) continue;
  const say = () => { note.textContent = note.dataset.left.replace("{n}", field.maxLength - field.value.length); };
  field.addEventListener("input", say);
  if (field.value) say();
}
