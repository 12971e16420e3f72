// Small helpers that everything else uses. Text reaches the page as text, never as markup.

function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name === "value" || name === "checked") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// Tells the page that a component is there, so that what stands below it is shown (screens.css).
const drawn = (root) => (root.host.dataset.drawn = "");

// Cookies that the browser is to keep for a year.
function remember(cookies) {
  for (const [name, value] of Object.entries(cookies ?? {}))
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; SameSite=Strict`;
}

// Whether somebody asked the system for less motion.
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// 83.5 -> "1:23", with tenths "1:23.5"; an hour and more "1:02:03"
function clock(seconds, tenths = false) {
  const whole = tenths ? Math.round(seconds * 10) / 10 : Math.floor(seconds + 1e-6);
  const h = Math.floor(whole / 3600),
    m = Math.floor((whole % 3600) / 60),
    s = whole % 60;
  const two = (n) => String(n).padStart(2, "0");
  const last = tenths ? s.toFixed(1).padStart(4, "0") : two(s);
  return h ? `${h}:${two(m)}:${last}` : `${m}:${last}`;
}

// "0:03 to 0:07"
const stretch = (span) => `${clock(span.start)} to ${clock(span.end)}`;

function numbers(text, Kind) {
  const raw = atob(text),
    made = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) made[i] = raw.charCodeAt(i);
  return new Kind(made.buffer);
}

// The last index whose start lies at or before `time`; -1 before the first. `starts` ascends.
function lastBefore(starts, time) {
  let low = 0,
    high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);
