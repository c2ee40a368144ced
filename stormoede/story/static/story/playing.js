// While the story is on its way, ask each second how far it has come; when it stands still, show the page anew.
const link = document.querySelector("[data-story-state]");
if (link) {
  const look = async () => {
    try {
      const answer = await fetch(link.dataset.storyState, { headers: { Accept: "application/json" } });
      const state = await answer.json();
      if (!state.playing) { location.reload(); return; }
      link.textContent = state.now;
    } catch { /* the server is busy or gone: ask again */ }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
