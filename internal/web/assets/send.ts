// How a form is sent: once, however often the button is pressed; not into a
// dead line; and again by itself where the page says so.

import { on } from "./on";

const buttons = (form: HTMLFormElement) => form.querySelectorAll<HTMLButtonElement>("button:not([type=button])");

const free = (form: HTMLFormElement) => {
	delete form.dataset.sent;
	for (const b of buttons(form)) b.disabled = false;
};

on<HTMLFormElement>("form", "submit", (form, e) => {
	if (e.defaultPrevented || form.method !== "post") return;
	if (form.dataset.sent) {
		e.preventDefault();
		return;
	}
	if (!navigator.onLine) {
		// The browser would put its own page over what was typed.
		e.preventDefault();
		const says = form.querySelector<HTMLElement>("[data-offline-says]");
		if (says) says.hidden = false;
		window.addEventListener("online", () => form.requestSubmit((e as SubmitEvent).submitter), { once: true });
		return;
	}
	form.dataset.sent = "yes";
	// Disabled a moment later, so that the pressed button's value goes along.
	setTimeout(() => {
		if (form.dataset.sent) for (const b of buttons(form)) b.disabled = true;
	});
	setTimeout(() => free(form), 15000);
});
window.addEventListener("pageshow", () => {
	for (const f of document.forms) free(f);
});

// data-resend="10": a form that could not be taken goes again after so many
// seconds, three times at most; the server knows it by its client id. With a
// puzzle in it the form waits for that first.
const again = document.querySelector<HTMLFormElement>("form[data-resend]");
if (again) {
	const key = "again:" + (again.querySelector<HTMLInputElement>("[name=client]")?.value ?? again.action);
	const tries = Number(sessionStorage.getItem(key) ?? 0);
	const files = again.querySelector("input[type=file]");
	if (tries < 3 && !files) {
		const seconds = Number(again.dataset.resend) * (1 + Math.random() / 2);
		setTimeout(() => {
			sessionStorage.setItem(key, String(tries + 1));
			again.requestSubmit();
		}, 1000 * seconds);
	}
}
