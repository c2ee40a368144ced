// The figures of a page of the desk move by themselves. While the page is looked at, it asks for what a reload would show and
// puts in what is new, piece by piece, so that the focus, a selection and what has been scrolled stay where they are.
const EVERY = 4000, MOST = 60000;
// A screen reader is told one sentence, and not oftener than this.
const BETWEEN = 20000;

const says = document.getElementById("says");
const sentence = () => document.querySelector("[data-sentence]")?.dataset.sentence ?? "";
let mark = "", wait = EVERY, next = 0, told = sentence(), since = 0;

async function look() {
  const address = document.querySelector("[data-live]")?.dataset.live;
  if (!address) return;
  try {
    const headers = mark ? { "If-None-Match": mark } : {};
    const answer = await fetch(address, { headers, cache: "no-store", redirect: "manual" });
    // What was looked at has become something else; the page itself knows what.
    if (answer.status === 205) return location.reload();
    if (answer.ok) {
      put(await answer.text());
      mark = answer.headers.get("ETag") ?? "";
    } else if (answer.status !== 304 && answer.status < 500) return;
    wait = answer.status < 500 ? EVERY : Math.min(2 * wait, MOST);
  } catch {
    wait = Math.min(2 * wait, MOST);
  }
  say();
  later(wait);
}

function later(wait) {
  clearTimeout(next);
  if (!document.hidden) next = setTimeout(look, wait);
}

function put(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html"), focus = document.activeElement;
  for (const id of ["live", "progress", "standing"]) {
    const here = document.getElementById(id), there = fresh.getElementById(id);
    if (here && there) become(here, document.adoptNode(there));
  }
  // A piece that was moved has lost it.
  if (focus?.isConnected && focus !== document.activeElement) focus.focus({ preventScroll: true });
}

function become(here, there) {
  if (here.isEqualNode(there)) return;
  if (here.nodeType !== there.nodeType || here.nodeName !== there.nodeName) return here.replaceWith(there);
  if (here.nodeType !== Node.ELEMENT_NODE) here.data = there.data;
  else {
    attributes(here, there);
    children(here, there);
  }
}

function attributes(here, there) {
  // What the reader has opened stays open.
  const own = (name) => name === "open" && here.nodeName === "DETAILS";
  for (const { name } of [...here.attributes]) if (!there.hasAttribute(name) && !own(name)) here.removeAttribute(name);
  for (const { name, value } of there.attributes) {
    if (here.getAttribute(name) !== value && !own(name)) here.setAttribute(name, value);
  }
}

function children(here, there) {
  const known = new Map([...here.children].filter((one) => one.id).map((one) => [one.id, one]));
  let place = here.firstChild;
  for (const one of [...there.childNodes]) {
    const same = known.get(one.id);
    if (same && same !== place) here.insertBefore(same, place);
    if (same) place = same;
    if (place && (same || (!place.id && !one.id && place.nodeName === one.nodeName))) {
      const after = place.nextSibling;
      become(place, one);
      place = after;
    } else here.insertBefore(one, place);
  }
  while (place) {
    const after = place.nextSibling;
    place.remove();
    place = after;
  }
}

function say() {
  const now = sentence();
  if (!says || now === told || Date.now() - since < BETWEEN) return;
  says.textContent = told = now;
  since = Date.now();
}

document.addEventListener("visibilitychange", () => later(0));
later(EVERY);
