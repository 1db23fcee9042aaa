// The desk: rows ticked for one action, and rows as low as a mouse allows.

import { on } from "./on";

const count = () => {
	for (const bar of document.querySelectorAll<HTMLFormElement>("[data-bulk]")) {
		const n = [...bar.elements].filter((el) => el instanceof HTMLInputElement && el.matches("[data-pick]:checked")).length;
		bar.classList.toggle("has-picked", n > 0);
		const says = bar.querySelector<HTMLElement>("[data-many]");
		if (says) says.textContent = n === 1 ? (says.dataset.one ?? "") : (says.dataset.many ?? "").replace("77", String(n));
	}
};
on("[data-pick]", "change", count);
window.addEventListener("pageshow", count);

// pick ticks the row that has the focus, and tells whether there was one.
export const pick = (row?: HTMLElement) => {
	const box = row?.querySelector<HTMLInputElement>("[data-pick]");
	box?.click();
	return !!box;
};

const low = () => localStorage.getItem("dense") === "on";
const show = () => {
	document.documentElement.toggleAttribute("data-low-rows", low());
	for (const b of document.querySelectorAll<HTMLElement>("[data-dense]")) b.textContent = (low() ? b.dataset.off : b.dataset.on) ?? "";
};
on("[data-dense]", "click", () => {
	localStorage.setItem("dense", low() ? "off" : "on");
	show();
});
show();
