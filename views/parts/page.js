// What each page needs from the browser: it begins at its top, and its icons are seen, not read.
export default function ({ parentElement: root }) {
    if (root.shown) return;
    root.shown = true;
    document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0);

    // An icon within a text is a word that a font draws as a picture ("help"): its own word always
    // stands beside it, so that whoever listens hears that one alone.
    const drawn = '[role=img][translate=no][aria-label$=" icon"]';
    const hush = within => {
        for (const icon of within.querySelectorAll(drawn)) {
            icon.removeAttribute('role');
            icon.removeAttribute('aria-label');
            icon.setAttribute('aria-hidden', 'true');
        }
    };
    hush(document);
    if (document.hushed) return;
    document.hushed = true;
    new MutationObserver(changes => {
        for (const change of changes) {
            if (change.addedNodes.length) hush(change.target);
        }
    }).observe(document.body, { subtree: true, childList: true });
}
