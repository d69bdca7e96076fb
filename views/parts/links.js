// The places and their pages as links: one element, where a control for each would be drawn anew
// at each answer. A click goes there within the session; opened in another tab, it begins anew.
export default function ({ data, parentElement: root, setTriggerValue }) {
    const list = root.querySelector('nav');
    list.setAttribute('aria-label', data.name);
    while (list.children.length > data.links.length) list.lastElementChild.remove();
    data.links.forEach((link, place) => {
        // A link that is there stays, and with it the focus.
        const drawn = list.children[place] ?? list.appendChild(document.createElement('a'));
        drawn.href = link.href;
        drawn.dataset.address = link.address;
        drawn.toggleAttribute('aria-current', link.here);
        if (link.here) drawn.setAttribute('aria-current', data.current);
        if (drawn.dataset.label === link.label) return;
        drawn.dataset.label = link.label;
        const icon = document.createElement('i');
        icon.setAttribute('aria-hidden', 'true');
        icon.textContent = link.icon;
        drawn.replaceChildren(...(link.icon ? [icon] : []), link.label);
    });
    list.onclick = event => {
        const link = event.target.closest('a');
        if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        setTriggerValue('goes_to', link.dataset.address);
    };
}
