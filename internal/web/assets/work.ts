// data-work: finds the number that the page asks for before a crowded network
// may send more. Two thousand tries at a time, so that the page stays awake.

const k = new Uint32Array(64);
const start = new Uint32Array(8);

// The constants of SHA-256 are the first bits behind the point of the square
// and cube roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3).
const prepare = () => {
	const bits = (x: number) => Math.floor((x - Math.floor(x)) * 2 ** 32);
	for (let n = 2, i = 0; i < 64; n++) {
		let prime = true;
		for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
		if (!prime) continue;
		if (i < 8) start[i] = bits(Math.sqrt(n));
		k[i++] = bits(Math.cbrt(n));
	}
};

const turn = (x: number, n: number) => (x >>> n) | (x << (32 - n));

// first is the first word of the hash of a short text, up to 119 letters.
const w = new Uint32Array(64);
export const first = (text: string): number => {
	const blocks = text.length < 56 ? 1 : 2;
	const m = new Uint8Array(64 * blocks);
	for (let i = 0; i < text.length; i++) m[i] = text.charCodeAt(i);
	m[text.length] = 0x80;
	new DataView(m.buffer).setUint32(m.length - 4, text.length * 8);
	const h = Uint32Array.from(start);
	for (let b = 0; b < blocks; b++) {
		const view = new DataView(m.buffer, 64 * b);
		for (let i = 0; i < 16; i++) w[i] = view.getUint32(4 * i);
		for (let i = 16; i < 64; i++) {
			const x = w[i - 15];
			const y = w[i - 2];
			w[i] = w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
		}
		let [a, b1, c, d, e, f, g, z] = h;
		for (let i = 0; i < 64; i++) {
			const t = (z + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
			const u = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b1) ^ (a & c) ^ (b1 & c))) | 0;
			z = g;
			g = f;
			f = e;
			e = (d + t) | 0;
			d = c;
			c = b1;
			b1 = a;
			a = (t + u) | 0;
		}
		[a, b1, c, d, e, f, g, z].forEach((x, i) => (h[i] += x));
	}
	return h[0];
};

const solve = (text: string, bits: number, done: (nonce: string) => void) => {
	let n = 0;
	const some = () => {
		for (const stop = n + 2000; n < stop; n++) {
			if (Math.clz32(first(text + "." + n)) >= bits) return done(String(n));
		}
		setTimeout(some);
	};
	some();
};

for (const el of document.querySelectorAll<HTMLElement>("[data-work]")) {
	const form = el.closest("form");
	const nonce = el.querySelector<HTMLInputElement>("[name=nonce]");
	const says = el.querySelector<HTMLElement>("[data-done]");
	if (!form || !nonce) continue;
	let wanted: HTMLElement | null | undefined;
	// Pressed before the number was found: it goes as soon as it is.
	form.addEventListener(
		"submit",
		(e) => {
			if (nonce.value) return;
			wanted = (e as SubmitEvent).submitter;
			e.preventDefault();
			e.stopImmediatePropagation();
		},
		true,
	);
	prepare();
	solve(el.dataset.work ?? "", Number(el.dataset.bits), (n) => {
		nonce.value = n;
		if (says) says.textContent = says.dataset.done ?? "";
		if (wanted !== undefined) form.requestSubmit(wanted);
	});
}
