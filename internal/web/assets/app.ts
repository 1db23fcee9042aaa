// What a script may add: every page works whole without it.

import { pick } from "./desk";
import { on } from "./on";
import "./passkey"; // before send: it holds a form back
import "./send";
import "./draft";
import "./work";
import "./photo";
import "./spot";
import "./together";

document.documentElement.dataset.script = "on";

// data-copy="text": copies the text, and says so in the button for a while.
on<HTMLElement>("[data-copy]", "click", async (el) => {
	await navigator.clipboard.writeText(el.dataset.copy ?? "");
	const label = el.querySelector("[data-label]") ?? el;
	const before = label.textContent;
	label.textContent = el.dataset.copied ?? before;
	setTimeout(() => (label.textContent = before), 2500);
});

// data-print: opens the browser's print window.
on("[data-print]", "click", () => window.print());

// data-confirm="question": asks before a form is sent.
on<HTMLFormElement>("form[data-confirm]", "submit", (form, e) => {
	if (!window.confirm(form.dataset.confirm)) e.preventDefault();
});

// data-submit: a choice that leads somewhere goes there at once.
on<HTMLSelectElement>("select[data-submit]", "change", (el) => el.form?.requestSubmit());

// The error summary takes the focus, so that it is read first.
document.querySelector<HTMLElement>("[data-focus]")?.focus();

// data-key="t": a letter for an action on the desk, never while typing.
document.addEventListener("keydown", (e) => {
	const el = e.target;
	const typing = el instanceof HTMLElement && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));
	if (typing || e.ctrlKey || e.metaKey || e.altKey || localStorage.getItem("keys") === "off") return;
	const find = document.querySelector<HTMLElement>("[data-find]");
	if (e.key === "/" && find) {
		e.preventDefault();
		find.focus();
		return;
	}
	const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
	const at = rows.findIndex((r) => r.contains(document.activeElement));
	if (e.key === "j" || e.key === "k") {
		const next = rows[Math.max(0, Math.min(rows.length - 1, at + (e.key === "j" ? 1 : -1)))];
		(next?.matches("a") ? next : next?.querySelector<HTMLElement>("a"))?.focus();
		return;
	}
	if (e.key === "x" && pick(rows[at])) return;
	document.querySelector<HTMLElement>(`[data-key="${CSS.escape(e.key.toLowerCase())}"]`)?.click();
});

// data-keys: turns single-letter keys off and on again, on this device.
for (const el of document.querySelectorAll<HTMLElement>("[data-keys]")) {
	const say = () => (el.textContent = (localStorage.getItem("keys") === "off" ? el.dataset.on : el.dataset.off) ?? "");
	say();
	el.addEventListener("click", () => {
		localStorage.setItem("keys", localStorage.getItem("keys") === "off" ? "on" : "off");
		say();
	});
}

// data-near="/…" data-near-on="words place": when one of those fields changes, a
// part of the page is fetched anew and put into [data-near-into]. Posted, so
// that no word stands in an address.
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-near]")) {
	const into = form.querySelector<HTMLElement>("[data-near-into]");
	const names = (form.dataset.nearOn ?? "").split(" ");
	let timer = 0;
	let newest = 0;
	const ask = async () => {
		const body = new URLSearchParams();
		for (const [name, value] of new FormData(form)) {
			if (typeof value === "string" && name !== "seen") body.append(name, value);
		}
		const mine = ++newest;
		const answer = await fetch(form.dataset.near ?? "", { method: "POST", body }).catch(() => null);
		if (!into || !answer?.ok || mine !== newest || into.contains(document.activeElement)) return;
		into.innerHTML = await answer.text();
	};
	form.addEventListener("input", (e) => {
		if (!(e.target instanceof Element) || !names.includes(e.target.getAttribute("name") ?? "")) return;
		clearTimeout(timer);
		timer = window.setTimeout(ask, 600);
	});
}
