// Questions and their answers, many as one element: a control for each is half of what a page draws.
export default function ({ data, parentElement: root, setStateValue }) {
    const list = root.querySelector('.rows');
    // What was tapped and is not in this answer yet: taps may be faster than the server.
    const kept = list.kept ??= { session: data.session, number: 0, taps: [] };
    // A session that was lost has lost what was on its way to it: nothing here says otherwise.
    if (kept.session !== data.session) Object.assign(kept, { session: data.session, taps: [] });
    kept.number = Math.max(kept.number, data.taken);
    kept.taps = kept.taps.filter(([number]) => number > data.taken);

    const made = (kind, attributes, ...inside) => {
        const each = document.createElement(kind);
        for (const [name, value] of Object.entries(attributes)) each.setAttribute(name, value);
        each.append(...inside);
        return each;
    };
    const answersOf = fact => list.querySelector(`[data-answers="${fact}"]`);
    const show = (fact, answer) => {
        const buttons = [...answersOf(fact).querySelectorAll('button')];
        for (const each of buttons) {
            const chosen = each.textContent === answer;
            each.setAttribute('aria-checked', chosen);
            // One stop of the tab key for each question; the arrows go on from there.
            each.tabIndex = chosen || (!answer && each === buttons[0]) ? 0 : -1;
        }
    };

    const facts = new Set(data.rows.map(row => row.fact));
    for (const each of [...list.children]) {
        if (!facts.has(each.dataset.answers ?? each.dataset.asks)) each.remove();
    }
    let next = list.firstElementChild;
    data.rows.forEach((row, place) => {
        // A row that is there stays, and with it the focus and whether it is open.
        if (next?.dataset.asks !== row.fact) {
            const known = answersOf(row.fact);
            const asks = known?.previousElementSibling ?? made('div', { class: 'asked', 'data-asks': row.fact });
            const answers = known ?? made(
                'div', { class: 'answers', 'data-answers': row.fact },
                made(
                    'div', { role: 'radiogroup', 'aria-label': row.question },
                    ...['yes', 'no'].map(word => made('button', { type: 'button', role: 'radio' }, word)),
                ),
            );
            next ? next.before(asks, answers) : list.append(asks, answers);
            next = asks;
        }
        const answers = next.nextElementSibling;
        if (next.said !== row.said) {
            const open = next.querySelector('details')?.open;
            const focused = next.contains(document.activeElement);
            next.said = next.innerHTML = row.said;
            if (open) next.querySelector('details').open = true;
            if (focused) next.querySelector('summary').focus();
        }
        next.style.gridRow = answers.style.gridRow = data.first + place;
        const tapped = kept.taps.findLast(([, fact]) => fact === row.fact);
        show(row.fact, tapped ? tapped[2] : row.answer);
        next = answers.nextElementSibling;
    });
    // A date is the framework's control and stands after this element, and in the row by its style.
    root.querySelector('style').textContent = data.rows.map((row, place) => (
        row.date ? `.${row.date} > .stDateInput { grid-row: ${data.first + place}; }` : ''
    )).join('');

    list.onclick = ({ target }) => {
        const button = target.closest('button');
        if (!button) return;
        const fact = button.closest('[data-answers]').dataset.answers;
        // Tapped once more, an answer is taken back.
        const answer = button.getAttribute('aria-checked') === 'true' ? null : button.textContent;
        // By the clock: drawn on another page meanwhile, it does not know the number of the last tap.
        kept.number = Math.max(kept.number + 1, Date.now());
        kept.taps.push([kept.number, fact, answer]);
        show(fact, answer);
        setStateValue('taps', [...kept.taps]);
    };
    const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
    list.onkeydown = event => {
        const button = event.target.closest('[role=radio]');
        if (!button || !(event.key in steps)) return;
        event.preventDefault();
        const all = [...button.parentElement.children];
        all[(all.indexOf(button) + steps[event.key] + all.length) % all.length].focus();
    };
}
