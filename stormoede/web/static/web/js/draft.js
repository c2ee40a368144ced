// A draft is saved as it is typed: every two seconds while something is new, when a field is left, and when the page goes away.
// A save says which revision it was typed over. If somebody else has written meanwhile, both texts are shown, and nothing is
// replaced until one is chosen.
const form = document.querySelector("form[data-save]");
if (form) {
  const mark = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const status = document.querySelector("[data-status]");
  const boxes = new Map();

  const value = (name) => {
    const found = form.elements[name];
    return found instanceof RadioNodeList ? found.value : (found?.value ?? "");
  };
  const box = (name) => {
    if (!boxes.has(name)) {
      const revision = Number(form.elements[`revision:${name}`]?.value ?? 0);
      boxes.set(name, { name, revision, step: 0, fresh: false, sending: null, met: false });
    }
    return boxes.get(name);
  };
  const tell = (state) => {
    if (!status) return;
    for (const one of status.querySelectorAll("[data-state]")) one.hidden = one.dataset.state !== state;
  };
  const body = (one, more = {}) => {
    const told = new URLSearchParams({
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, handle: form.elements.handle.value,
      grant: form.dataset.grant, name: one.name, value: value(one.name), revision: one.revision, mark, step: one.step, ...more,
    });
    return { method: "POST", body: told, headers: { Accept: "application/json" } };
  };

  const send = (one, more) => {
    if (one.sending) return one.sending;
    one.fresh = false;
    one.step += 1;
    tell("saving");
    one.sending = fetch(form.dataset.save, body(one, more))
      .then(async (answer) => {
        if (answer.ok) await saved(one, await answer.json());
        else if (answer.status === 409) two(one, await answer.json());
        else if ([400, 403, 404, 410].includes(answer.status)) lost(one);
        else throw new Error(String(answer.status));
      })
      .catch(() => {
        one.fresh = true;
        tell("waiting");
      })
      .finally(() => {
        one.sending = null;
      });
    return one.sending;
  };
  const saved = (one, told) => {
    one.revision = told.revision;
    const kept = form.elements[`revision:${one.name}`];
    if (kept) kept.value = told.revision;
    if ([...boxes.values()].every((other) => !other.fresh && !other.met)) tell("saved");
  };
  const lost = (one) => {
    one.fresh = true;
    tell("closed");
  };

  // Two have written: the other's text stands under one's own, with the choice between them.
  const two = (one, told) => {
    one.met = true;
    one.theirs = told;
    const place = form.querySelector(`[data-box="${CSS.escape(one.name)}"]`);
    let shown = place.querySelector("[data-two]");
    if (!shown) {
      shown = document.getElementById("two-texts").content.firstElementChild.cloneNode(true);
      place.append(shown);
    }
    shown.querySelector("[data-told]").textContent = told.told;
    shown.querySelector("[data-theirs]").textContent = told.value;
    tell("two");
  };
  const put = (one, text) => {
    const found = form.elements[one.name];
    if (found) found.value = text;
  };
  const choose = async (button) => {
    const place = button.closest("[data-box]");
    const one = box(place.dataset.box);
    const mine = button.dataset.choose === "mine";
    const theirs = one.theirs ?? { value: value(one.name), revision: one.revision };
    if (mine && place.querySelector("[data-mine]")) put(one, place.querySelector("[data-mine]").textContent);
    const answer = await fetch(form.dataset.save, body(one, { choose: mine ? "mine" : "theirs", revision: theirs.revision })).catch(() => null);
    if (!answer) return tell("waiting");
    if (answer.status === 409) return two(one, await answer.json());
    if (!answer.ok) return tell("closed");
    one.met = false;
    one.theirs = null;
    const told = await answer.json();
    if (!mine) put(one, theirs.value);
    place.querySelector("[data-two]")?.remove();
    saved(one, told);
    // What was typed after it was laid aside is newer than what was laid aside.
    if (mine) await send(one);
    // Whoever has gone on to another field writes there: the focus is only given back where the pressed button left none.
    if (document.activeElement === document.body) form.elements[one.name]?.focus?.();
  };

  const flush = async () => {
    for (let tries = 0; tries < 3; tries += 1) {
      await Promise.all([...boxes.values()].map((one) => one.sending));
      const left = [...boxes.values()].filter((one) => one.fresh);
      if (!left.length) return;
      await Promise.all(left.map((one) => send(one)));
    }
  };
  const typed = (event) => {
    const name = event.target.name;
    if (!name || !event.target.closest("[data-box]") || name.includes(":")) return;
    box(name).fresh = true;
    if (event.type === "change") send(box(name));
  };

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  setInterval(() => {
    for (const one of boxes.values()) if (one.fresh) send(one);
  }, 2000);
  const leave = () => {
    for (const one of boxes.values()) {
      if (!one.fresh) continue;
      one.step += 1;
      fetch(form.dataset.save, { ...body(one), keepalive: true }).catch(() => {});
    }
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const one of boxes.values()) if (one.fresh) send(one);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (!button) return;
    event.preventDefault();
    choose(button);
  });
  // What is pressed here has its own way of saving; other forms of the page wait until all is saved.
  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { target, submitter } = event;
    await flush();
    if (target !== form) return target.submit();
    const waits = [...boxes.values()].find((one) => one.met || one.fresh);
    if (waits) return form.querySelector(`[data-box="${CSS.escape(waits.name)}"]`).scrollIntoView();
    if (submitter?.dataset.next) location.assign(submitter.dataset.next);
  });
  tell("ready");
}
