// on listens for a kind of event on whatever the selector finds, now or later.
export const on = <T extends Element>(selector: string, kind: string, act: (el: T, e: Event) => void) =>
	document.addEventListener(kind, (e) => {
		const el = e.target instanceof Element ? e.target.closest<T>(selector) : null;
		if (el) act(el, e);
	});
