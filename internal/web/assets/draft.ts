// data-draft="name": what is typed into the form is kept on this device until
// it has been taken, so that a lost line or a closed page loses nothing. Kept
// in this tab only; never a secret, never a file.

type Draft = { [name: string]: string[] };

const forms = [...document.querySelectorAll<HTMLFormElement>("form[data-draft]")];
const keyOf = (form: HTMLFormElement) => "draft:" + form.dataset.draft;

const kept = (el: Element): el is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
	(el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement || el instanceof HTMLInputElement) &&
	el.name !== "" &&
	!/^(password|file|submit|button)$/.test(el.type) &&
	!/password|secret|token|otp|^(work|nonce)$/i.test(el.name) &&
	!el.closest("[data-no-draft]");

const read = (form: HTMLFormElement): Draft => {
	const d: Draft = {};
	for (const el of form.elements) {
		if (!kept(el)) continue;
		d[el.name] ??= [];
		if (el instanceof HTMLInputElement && /^(radio|checkbox)$/.test(el.type) && !el.checked) continue;
		d[el.name].push(el.value);
	}
	return d;
};

// A page that the server filled in stands above what the device remembers.
const untouched = (form: HTMLFormElement) =>
	![...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input[type=text], input[type=search]")].some((el) => el.value.trim() !== "");

const write = (form: HTMLFormElement, d: Draft) => {
	for (const el of form.elements) {
		if (!kept(el) || !d[el.name]) continue;
		if (el instanceof HTMLInputElement && /^(radio|checkbox)$/.test(el.type)) el.checked = d[el.name].includes(el.value);
		else el.value = d[el.name].shift() ?? el.value;
	}
};

for (const form of forms) {
	const key = keyOf(form);
	const saved = sessionStorage.getItem(key);
	sessionStorage.removeItem("sent:" + form.dataset.draft);
	if (saved && untouched(form)) {
		write(form, JSON.parse(saved));
		const says = form.querySelector<HTMLElement>("[data-draft-says]");
		if (says) says.hidden = false;
	}
	const keep = () => {
		try {
			sessionStorage.setItem(key, JSON.stringify(read(form)));
		} catch {
			// Full, or forbidden: the page itself still holds what was typed.
		}
	};
	form.addEventListener("input", keep);
	form.addEventListener("submit", () => {
		keep();
		sessionStorage.setItem("sent:" + form.dataset.draft, "yes");
	});
}

// A page that is no error and shows the form no more has taken it.
if (!document.querySelector("[data-error]")) {
	for (const key of Object.keys(sessionStorage)) {
		if (!key.startsWith("sent:")) continue;
		const name = key.slice(5);
		if (forms.some((f) => f.dataset.draft === name)) continue;
		sessionStorage.removeItem(key);
		sessionStorage.removeItem("draft:" + name);
	}
}
