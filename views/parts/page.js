// What each page needs from the browser: it begins at its top, and its icons are seen, not read.
export default function ({ parentElement: root }) {
    if (root.shown) return;
    root.shown = true;
    document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0);
    // An address that ends in a section of the plan opens that section.
    const section = decodeURIComponent(location.hash).match(/^#plan-(.+)$/);
    if (section) {
        const key = section[1].replaceAll(/[^\w-]/g, '-');
        document.querySelector(`.st-key-to-section-${key} button`)?.click();
    }

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
    // On a phone a table of many columns is read row by row, each cell under its column's name,
    // which the style takes from here.
    const many = 4, room = 48; // columns, and letters in a line of a phone
    const name = within => {
        for (const table of within.querySelectorAll('.stMarkdown table')) {
            const heads = [...table.querySelectorAll('thead th')].map(each => each.textContent);
            const longest = [...table.rows].reduce(
                (most, row) => Math.max(most, row.textContent.length), 0,
            );
            const stacks = heads.length >= many && longest > room;
            table.toggleAttribute('data-stacks', stacks);
            if (!stacks) continue;
            for (const row of table.querySelectorAll('tbody tr')) {
                [...row.cells].forEach((cell, place) => { cell.dataset.column = heads[place]; });
            }
        }
    };
    const look = within => { hush(within); name(within); };
    look(document);
    if (document.lookedAfter) return;
    document.lookedAfter = true;
    new MutationObserver(changes => {
        const changed = new Set(changes.map(change => {
            const at = change.target.nodeType === Node.TEXT_NODE
                ? change.target.parentElement : change.target;
            return at?.closest('.stMarkdown')?.parentElement ?? at;
        }));
        for (const within of changed) if (within) look(within);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}
