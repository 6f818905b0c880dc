// The form of a voice: the work that lets it in at once, reports like this one while it is written, and where somebody is.
// Without any of it the form is the same.
const form = document.querySelector("form[data-voice]"), { worker, bits, alike } = form.dataset;
const named = (name) => form.elements.namedItem(name);
const later = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

const worked = new Promise((done) => {
  if (!window.Worker) return done();
  const working = new Worker(worker);
  working.onmessage = ({ data }) => { named("bukti").value = data; done(); };
  working.onerror = () => done();
  working.postMessage({ ticket: named("tiket").value, bits: Number(bits) });
});

// Too much at once would be refused before it is read, and the words with it.
const photos = named("foto"), fits = () => {
  const size = [...photos.files].reduce((sum, file) => sum + file.size, 0);
  photos.setCustomValidity(size > Number(photos.dataset.most) ? photos.dataset.words : "");
  return photos.reportValidity();
};
photos.addEventListener("change", fits);

// Whoever is faster than the work waits a moment. A second press while it goes out changes nothing.
let sending = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending || !fits()) return;
  sending = true;
  const send = form.querySelector("[data-send]"), label = send.querySelector("span"), words = label.textContent;
  label.textContent = send.dataset.send;
  await Promise.race([worked, later(8000)]);
  form.submit();
  await later(20000); // the signal was lost: let them press again
  label.textContent = words;
  sending = false;
});

const place = form.querySelector("div[data-found]");
let typing, asked = "";
named("isi").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(look, 1500);
});
async function look() {
  const isi = named("isi").value;
  if (isi.length < 15 || isi === asked) return;
  asked = isi;
  try {
    const body = new URLSearchParams({ isi, wilayah: named("wilayah").value });
    const answer = await fetch(alike, { method: "POST", body });
    if (answer.ok && isi === asked) place.innerHTML = await answer.text();
  } catch {
    // no signal: then without
  }
}

const here = form.querySelector("[data-here]");
if (navigator.geolocation && window.isSecureContext) {
  const said = here.querySelector("[role=status]");
  here.hidden = false;
  here.querySelector("button").addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => {
    named("lintang").value = coords.latitude.toFixed(5);
    named("bujur").value = coords.longitude.toFixed(5);
    said.textContent = said.dataset.found;
  }, () => { said.textContent = said.dataset.failed; }, { enableHighAccuracy: true, timeout: 15000 }));
}
