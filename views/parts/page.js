// What each page needs from the browser: it begins at its top, and its icons are seen, not read.
export default function ({ parentElement: root }) {
    if (root.shown) return;
    root.shown = true;
    document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0);
    // An address that ends in a section of the plan opens that section.
    const section = decodeURIComponent(location.hash).match(/^#plan-(.+)$/);
    if (section) {
        const key = section[1].replaceAll(/[^\w-]/g, '-');
        const open = () => {
            const button = document.querySelector(`.st-key-to-section-${key} button`);
            button?.click();
            return button !== null;
        };
        // The list of sections is drawn after this.
        if (!open()) {
            const watcher = new MutationObserver(() => { if (open()) watcher.disconnect(); });
            watcher.observe(document.body, { subtree: true, childList: true });
            setTimeout(() => watcher.disconnect(), 20000);
        }
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
    const room = { 3: 150 }, many = 4, line = 48; // letters in a row of so many columns
    const name = within => {
        for (const table of within.querySelectorAll('.stMarkdown table')) {
            const heads = [...table.querySelectorAll('thead th')].map(each => each.textContent);
            const longest = [...table.rows].reduce(
                (most, row) => Math.max(most, row.textContent.length), 0,
            );
            const stacks = longest > (heads.length >= many ? line : room[heads.length] ?? Infinity);
            table.toggleAttribute('data-stacks', stacks);
            if (!stacks) continue;
            for (const row of table.querySelectorAll('tbody tr')) {
                [...row.cells].forEach((cell, place) => { cell.dataset.column = heads[place]; });
            }
        }
    };
    // The framework's word on a lost connection is for who runs the server, and names a command.
    const say = () => {
        for (const dialog of document.querySelectorAll('[role=dialog]')) {
            const title = dialog.querySelector('h2');
            if (!title?.nextElementSibling || dialog.hasAttribute('data-lost')) continue;
            if (title.textContent !== 'Connection error') continue;
            dialog.setAttribute('data-lost', '');
            title.textContent = 'No connection to the server';
            const words = document.createElement('p');
            words.textContent = 'What stands on the screen is not current. What you entered is kept in '
                + 'this browser as long as the page stays open, and is worked out again once the '
                + 'server answers. Until then use no figure of it.';
            title.nextElementSibling.append(words);
        }
    };
    const look = within => { hush(within); name(within); say(); };
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

    // What was sent and not answered yet does not look like an answer, whatever was clicked or typed.
    const app = document.querySelector('[data-testid=stApp]');
    const heartbeat = 8; // bytes; what asks for a run is longer
    // The last message of a run: the session's status (field 9), empty where nothing runs.
    const isLast = data => data.byteLength === 2 && new Uint8Array(data)[0] === 0x4a;
    const rest = 120, long = 2000; // ms: without a message, and until it is said in words
    let sent = 0, heard = 0, quickest = Infinity;
    const answered = now => app.dataset.testScriptState === 'notRunning'
        && heard > sent && now - sent >= quickest;
    const settle = () => {
        delete document.body.dataset.waits;
        document.dispatchEvent(new Event('answered'));
    };
    const watched = new WeakSet();
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
        if ((data.byteLength ?? data.size ?? data.length) > heartbeat) {
            if (!watched.has(this)) {
                watched.add(this);
                this.addEventListener('message', ({ data }) => {
                    const now = performance.now();
                    if (heard <= sent) quickest = Math.min(quickest, now - sent);
                    heard = now;
                    // Twice, so that what came with it is drawn: that waits for its turn already.
                    if (isLast(data)) setTimeout(() => setTimeout(settleIfAnswered));
                });
            }
            sent = performance.now();
            document.body.dataset.waits = '';
        }
        return send.call(this, data);
    };
    const settleIfAnswered = () => {
        if (answered(performance.now())) settle();
    };
    // A short run is drawn at once with its end, and the page is never seen to run.
    new MutationObserver(settleIfAnswered).observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
    setInterval(() => {
        if (!('waits' in document.body.dataset)) return;
        const now = performance.now();
        if (answered(now) && now - heard > rest) settle();
        else if (now - sent > long) document.body.dataset.waits = 'long';
    }, 100);
}
