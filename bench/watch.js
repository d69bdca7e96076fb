// Runs in the page before anything else, so that no time is lost on the way to Python and back.
// Times are milliseconds since the epoch: a server's start can be subtracted from them.
window.bench = (() => {
  const now = () => performance.timeOrigin + performance.now();
  const input = () => document.querySelector('input[aria-label="Weight"]');
  const dose = () => document.querySelector('.figures dd, [data-testid="stMetricValue"]');
  const resting = () => document.querySelector('[data-test-script-state="notRunning"]');
  let entered = null;
  let times = null;

  addEventListener("keydown", (event) => {
    if (event.key === "Enter") entered = performance.timeOrigin + event.timeStamp;
  }, true);

  // Resolves in the first moment in which the condition holds.
  const once = (condition) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the page did not show it in two minutes")), 120_000);
    const observer = new MutationObserver(() => look());
    const look = () => {
      if (!condition()) return;
      observer.disconnect();
      resolve();
    };
    observer.observe(document, {
      subtree: true, childList: true, characterData: true,
      attributeFilter: ["data-test-script-state"],
    });
    look();
  });

  return {
    inputIsThere: () => once(input),
    want: (text) => {
      const laidOut = () => { dose().getBoundingClientRect(); return now(); };
      times = once(() => dose()?.textContent.trim() === text).then(() => {
        const shown = laidOut(); // not only in the tree
        return once(resting).then(() => ({ entered, shown, rested: laidOut() }));
      });
    },
    // The page is drawn to its end: what is looked for is there, and the script no longer runs.
    wantAtRest: (selector, text) => {
      const shown = () => document.querySelector(selector)?.textContent.includes(text);
      times = once(() => shown() && resting()).then(() => ({ entered, shown: now() }));
    },
    times: () => times,
  };
})();
