// The page at a door looks again by itself, a little apart from all the others that wait.
const door = document.querySelector("[data-look-again]");
if (door) {
  const wait = Number(door.dataset.lookAgain) * 1000 + Math.random() * 2000;
  setTimeout(() => location.reload(), wait);
}
