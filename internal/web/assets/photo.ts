// data-photo: pictures are made small on the phone before they are sent, and
// HEIC becomes JPEG where the browser can read it. What cannot be read is left
// as it is: the server says what to do with it.

import { on } from "./on";

const edge = 2048;

const small = async (file: File): Promise<File> => {
	const picture = await createImageBitmap(file);
	const by = Math.min(1, edge / Math.max(picture.width, picture.height));
	if (by === 1 && file.type === "image/jpeg" && file.size < 1 << 20) return file;
	const canvas = document.createElement("canvas");
	canvas.width = Math.max(1, Math.round(picture.width * by));
	canvas.height = Math.max(1, Math.round(picture.height * by));
	const pen = canvas.getContext("2d");
	if (!pen) return file;
	pen.fillStyle = "#fff";
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
	picture.close();
	const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
	if (!blob) return file;
	return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
};

const isHEIC = (file: File) => /hei[cf]/i.test(file.type) || /\.hei[cf]$/i.test(file.name);

on<HTMLInputElement>("input[data-photo]", "change", async (input) => {
	if (!input.files?.length || typeof DataTransfer === "undefined") return;
	const chosen = [...input.files];
	const says = input.parentElement?.querySelector<HTMLElement>("[data-photo-says]");
	const say = (key: "busy" | "ready" | "heic") => {
		if (says) says.textContent = says.dataset[key] ?? "";
	};
	say("busy");
	const list = new DataTransfer();
	let unread = false;
	for (const file of chosen) {
		try {
			list.items.add(await small(file));
		} catch {
			unread ||= isHEIC(file);
			list.items.add(file);
		}
	}
	// Chosen anew while this was at work: that choice has its own turn.
	if (input.files.length !== chosen.length || [...input.files].some((f, i) => f !== chosen[i])) return;
	input.files = list.files;
	say(unread ? "heic" : "ready");
});
