// Turns the list of known topics into buttons that add one: <p data-topics="id of the field">… <span>a, b</span></p>.
for (const note of document.querySelectorAll("[data-topics]")) {
  const field = document.getElementById(note.dataset.topics);
  const list = note.querySelector("span");
  if (!field || !list) continue;
  const add = (topic) => {
    const there = field.value.split(",").map((word) => word.trim()).filter(Boolean);
    if (!there.includes(topic)) there.push(topic);
    field.value = there.join(", ");
    field.focus();
  };
  const buttons = list.textContent.split(", ").map((topic) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = topic;
    button.addEventListener("click", () => add(topic));
    return button;
  });
  list.replaceChildren(...buttons);
}
