// What the framework has no control for: copy and print at a click, a changed dose spoken, a wrong
// field marked as such, and the answer dimmed while something typed has not been worked out yet.
export default function ({ data, parentElement: root }) {
    const copy = root.querySelector('[data-does=copy]');
    const print = root.querySelector('[data-does=print]');
    const byHand = root.querySelector('textarea');
    copy.hidden = print.hidden = !data.line;
    byHand.hidden = true;
    // While what was entered last is not worked out, the old dose does not leave the screen.
    const waits = () => 'typing' in document.body.dataset || 'waits' in document.body.dataset;
    const ask = button => {
        // Not what it reads now: that may be "Copied", of the dose before.
        const name = button === copy ? 'Copy' : 'Print';
        button.textContent = 'Wait';
        const look = () => {
            if (waits()) setTimeout(look, 100);
            else button.textContent = name;
        };
        look();
    };
    copy.onclick = async () => {
        if (waits()) return ask(copy);
        try {
            await navigator.clipboard.writeText(data.line);
            copy.textContent = 'Copied';
            setTimeout(() => { copy.textContent = 'Copy'; }, 2000);
        } catch {
            // A page that is not served safely may not write there: the line is shown to be taken.
            byHand.value = data.line;
            byHand.hidden = false;
            byHand.select();
        }
    };
    print.onclick = () => (waits() ? ask(print) : window.print());

    const spoken = root.querySelector('[role=status]');
    if (spoken.textContent !== data.says) spoken.textContent = data.says;

    for (const input of document.querySelectorAll('.st-key-panel input')) {
        if (data.wrong.includes(input.getAttribute('aria-label'))) {
            input.setAttribute('aria-invalid', 'true');
        } else {
            input.removeAttribute('aria-invalid');
        }
    }

    const app = document.querySelector('[data-testid=stApp]');
    // What is typed to find an entry of a list is no value.
    const typed = ':is(.st-key-panel, .st-key-inputs) :is(input:not([role=combobox]), textarea)';
    const workedOut = root.workedOut ??= new Map();
    const settle = () => {
        delete document.body.dataset.typing;
        for (const input of document.querySelectorAll(typed)) workedOut.set(input, input.value);
    };
    if (!root.watching) {
        root.watching = true;
        settle();
        document.addEventListener('input', event => {
            if (!event.target.matches?.(typed)) return;
            if (workedOut.get(event.target) === event.target.value) settle();
            else document.body.dataset.typing = '';
        });
        document.addEventListener('answered', settle);
        new MutationObserver(() => {
            if (app.dataset.testScriptState === 'notRunning') settle();
        }).observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
    }
}
