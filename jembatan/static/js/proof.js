// A worker: looks for a number whose SHA-256 together with the ticket begins with so many zeros. Its own arithmetic, since
// browsers offer theirs on https only, and one call of it for each try takes longer than the try.
// In: {ticket, bits}. Out: the number, as text.
const K = new Uint32Array(64), START = new Uint32Array(8), words = new Uint32Array(64);
for (let prime = 2, found = 0; found < 64; prime++) {
  let divider = 2;
  while (prime % divider) divider++;
  if (divider < prime) continue;
  if (found < 8) START[found] = Math.sqrt(prime) * 4294967296;
  K[found++] = Math.cbrt(prime) * 4294967296;
}

function mix(state, block) {
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    if (i < 16) words[i] = block[i];
    else {
      const x = words[i - 15], y = words[i - 2];
      words[i] = words[i - 16] + words[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    const s = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const t = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + s) | 0; d = c; c = b; b = a; a = (s + t) | 0;
  }
  return [state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e, state[5] + f, state[6] + g, state[7] + h];
}

// The text in blocks of 64 bytes, ended as the standard (FIPS 180-4) says. ASCII only.
function blocks(text) {
  const all = new Uint32Array(Math.ceil((text.length + 9) / 64) * 16);
  for (let i = 0; i < text.length; i++) all[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
  all[text.length >> 2] |= 128 << (24 - (text.length % 4) * 8);
  all[all.length - 1] = text.length * 8;
  return all;
}

onmessage = ({ data: { ticket, bits } }) => {
  const first = Uint32Array.from(mix(START, blocks(ticket + ".0"))); // its first 64 bytes are the same for every number
  for (let number = 0; ; number++) {
    const rest = blocks(`${ticket}.${number}`);
    let state = first;
    for (let at = 16; at < rest.length; at += 16) state = Uint32Array.from(mix(state, rest.subarray(at, at + 16)));
    if (state[0] >>> (32 - bits) === 0) return postMessage(String(number));
  }
};
