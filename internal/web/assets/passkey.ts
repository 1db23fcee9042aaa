// Passkeys: a form with [data-passkey] shows where the browser knows them; when
// it is sent, the device is asked first, and its answer goes along.

import { on } from "./on";

const knows = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

if (knows) {
	for (const f of document.querySelectorAll<HTMLElement>("[data-passkey-form]")) f.hidden = false;
	if (document.querySelector("[data-passkey=create]"))
		for (const p of document.querySelectorAll<HTMLElement>("[data-passkey-none]")) p.hidden = true;
}

const answer = async (field: HTMLInputElement) => {
	const options = JSON.parse(field.dataset.options ?? "{}");
	const made =
		field.dataset.passkey === "create"
			? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
			: await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
	return JSON.stringify((made as PublicKeyCredential).toJSON());
};

on<HTMLFormElement>("form[data-passkey-form]", "submit", async (form, e) => {
	e.preventDefault();
	const field = form.querySelector<HTMLInputElement>("[data-passkey]");
	const says = form.querySelector<HTMLElement>("[data-passkey-says]");
	if (!field || form.dataset.asks) return;
	form.dataset.asks = "yes";
	if (says) says.hidden = true;
	try {
		field.value = await answer(field);
		form.submit();
	} catch {
		if (says) says.hidden = false;
	}
	delete form.dataset.asks;
});
