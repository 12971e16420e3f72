// Links within the dashboard. A plain click stays in this tab and draws the new page without loading anything again; with
// Ctrl, Shift or the middle button the browser does what it does with any link.
//
// The address is set before Streamlit hears of it (as Back and Forward do), since of a page that it changes itself it
// leaves an entry in the history that was never looked at: the old page with the new page's query, and Back leads there.

function pageLink(href, props, ...children) {
  const follow = (event) => {
    event.stopPropagation();
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(href);
  };
  return el("a", { href, onclick: follow, ...props }, ...children);
}

function goTo(href) {
  history.pushState({}, "", href);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}
