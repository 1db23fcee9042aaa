// data-spot: a tap on the map chooses a place, or the very spot; the phone's
// own position does the same. Without this the list under the map is enough.

type Say = "" | "tap" | "set" | "wait" | "none" | "far";

for (const field of document.querySelectorAll<HTMLElement>("[data-spot]")) {
	const lat = field.querySelector<HTMLInputElement>("[name=lat]");
	const lon = field.querySelector<HTMLInputElement>("[name=lon]");
	const says = field.querySelector<HTMLElement>("[data-spot-says]");
	const clear = field.querySelector<HTMLElement>("[data-unlocate]");
	const pictures = [...field.querySelectorAll<SVGSVGElement>("svg[data-ground]")];
	const radios = [...field.querySelectorAll<HTMLInputElement>("input[type=radio]")];
	if (!lat || !lon || !says) continue;
	const first = pictures.length > 0 ? "tap" : "";
	const say = (key: Say) => (says.textContent = says.dataset[key] ?? "");
	const ground = (picture: SVGSVGElement) => (picture.dataset.ground ?? "").split(" ").map(Number);

	// set moves the pin of every picture; it tells whether the spot is in them.
	const set = (at: [number, number] | null) => {
		let inside = false;
		lat.value = at ? at[0].toFixed(5) : "";
		lon.value = at ? at[1].toFixed(5) : "";
		for (const picture of pictures) {
			const pin = picture.querySelector(".spot-pin");
			pin?.classList.toggle("is-set", at !== null);
			if (!at) continue;
			const [north, west, down, across] = ground(picture);
			const x = (at[1] - west) * across;
			const y = (north - at[0]) * down;
			pin?.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
			const box = picture.viewBox.baseVal;
			inside ||= x > 0 && y > 0 && x < box.width && y < box.height;
		}
		if (clear) clear.hidden = at === null;
		lat.dispatchEvent(new Event("input", { bubbles: true }));
		return inside;
	};

	const choose = () => {
		for (const picture of pictures)
			for (const place of picture.querySelectorAll<SVGElement>("[data-place]"))
				place.classList.toggle("chosen", radios[Number(place.dataset.place)]?.checked ?? false);
	};
	field.addEventListener("change", choose);

	for (const picture of pictures) {
		picture.addEventListener("click", (e) => {
			const place = e.target instanceof Element ? e.target.closest<SVGElement>("[data-place]") : null;
			const radio = place && radios[Number(place.dataset.place)];
			if (radio) {
				radio.checked = true;
				choose();
				radio.dispatchEvent(new Event("input", { bubbles: true }));
			}
			if (place instanceof SVGCircleElement) return;
			const screen = picture.getScreenCTM();
			if (!screen) return;
			const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(screen.inverse());
			const [north, west, down, across] = ground(picture);
			set([north - p.y / down, west + p.x / across]);
			say("set");
		});
	}

	// The cross is moved by keys, too: a little, or with Shift a good deal.
	const map = field.querySelector<HTMLElement>("[data-spot-map]");
	if (map && pictures.length > 0) {
		map.tabIndex = 0;
		map.setAttribute("role", "application");
		map.setAttribute("aria-label", map.dataset.spotMap ?? "");
		const ways: { [key: string]: [number, number] } = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0], Enter: [0, 0] };
		map.addEventListener("keydown", (e) => {
			const way = ways[e.key];
			const picture = pictures.find((p) => p.getBoundingClientRect().width > 0);
			if (!way || !picture || e.ctrlKey || e.metaKey || e.altKey) return;
			e.preventDefault();
			const [north, west, down, across] = ground(picture);
			const box = picture.viewBox.baseVal;
			const by = e.shiftKey ? 40 : 8;
			const x = lat.value ? (Number(lon.value) - west) * across + way[0] * by : box.width / 2;
			const y = lat.value ? (north - Number(lat.value)) * down + way[1] * by : box.height / 2;
			set([north - Math.min(box.height - 1, Math.max(1, y)) / down, west + Math.min(box.width - 1, Math.max(1, x)) / across]);
			say("set");
		});
	}

	field.querySelector("[data-locate]")?.addEventListener("click", () => {
		if (!navigator.geolocation) return say("none");
		say("wait");
		navigator.geolocation.getCurrentPosition(
			(p) => say(set([p.coords.latitude, p.coords.longitude]) || pictures.length === 0 ? "set" : "far"),
			() => say("none"),
			{ enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
		);
	});
	clear?.addEventListener("click", () => {
		set(null);
		say(first);
	});
}
