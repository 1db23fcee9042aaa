// data-keep="address": the words beside are saved while one types. What others
// saved meanwhile comes back woven in; while one types on, it waits.

type Kept = { version: number; mine: number; words: string; says: string; here: string };

const pause = 3000;
const look = 45000;

const parts = [...document.querySelectorAll<HTMLInputElement>("input[data-keep]")];

const begin = (base: HTMLInputElement) => {
	const area = base.form?.elements.namedItem("w." + base.name.slice(2));
	if (!(area instanceof HTMLTextAreaElement)) return;
	const says = base.parentElement?.querySelector<HTMLElement>("[data-kept]");
	let timer = 0;
	let busy = false;
	let saved = area.value;

	const keep = async () => {
		clearTimeout(timer);
		if (busy) return;
		busy = true;
		const sent = area.value;
		try {
			const answer = await fetch(base.dataset.keep ?? "", { method: "POST", body: new URLSearchParams({ words: sent, base: base.value }) });
			if (!answer.ok) throw new Error(String(answer.status));
			const k: Kept = await answer.json();
			if (area.value === sent) {
				if (k.words !== sent) area.value = k.words;
				base.value = String(k.version);
				saved = area.value;
			} else {
				base.value = String(k.mine);
				saved = sent;
				timer = window.setTimeout(keep, pause);
			}
			if (says) says.textContent = k.says;
			const here = document.querySelector("[data-here]");
			if (here && here.textContent !== k.here) here.textContent = k.here;
		} catch {
			if (says) says.textContent = base.dataset.lost ?? "";
			timer = window.setTimeout(keep, 10 * pause);
		} finally {
			busy = false;
		}
	};
	area.addEventListener("input", () => {
		clearTimeout(timer);
		timer = window.setTimeout(keep, pause);
	});
	area.addEventListener("blur", () => {
		if (area.value !== saved) void keep();
	});
	area.addEventListener("focus", () => (last = keep));
	last ??= keep;
	base.form?.addEventListener("submit", () => clearTimeout(timer));
};

// The part one was in last asks now and then what the others did.
let last: (() => Promise<void>) | undefined;
for (const p of parts) begin(p);
if (last) setInterval(() => document.visibilityState === "visible" && last?.(), look);
